package dev.forewarn.web;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Adds to one operation the answers that any may give, and to each of its answers what belongs to its status. */
final class ApiAnswers {

    static final String NOT_MODIFIED = "304";

    private static final String OK = "200";
    private static final String CREATED = "201";
    private static final String OTHER = "4XX";

    /** What may happen to any request, or to any with a body, or to any that changes something. */
    private static final Map<String, String> ANY = Map.of(
            "400",
            "The path, the query or a header can't be understood",
            "401",
            "There is no key where one is needed, or it is not known",
            "403",
            "The key does not allow it",
            OTHER,
            "Refused as any request may be: nothing at this address, another method, or no media type that is accepted",
            "500",
            "A fault of the service; its log tells more under the reference in the detail",
            "503",
            "The database can't be reached");

    private static final Map<String, String> WITH_BODY =
            Map.of("413", "The body is too large", "415", "The body has a media type that is not read here");
    private static final Map<String, String> CHANGING =
            Map.of("429", "The key has made more changing requests than it may; or, for pings, more than are sent");

    private final ApiParameters parameters;
    private final HttpMethod method;
    private final Operation operation;

    ApiAnswers(ApiParameters parameters, HttpMethod method, Operation operation) {
        this.parameters = parameters;
        this.method = method;
        this.operation = operation;
    }

    void complete() {
        Map<String, APIResponse> answers =
                new TreeMap<>(operation.getResponses().getAPIResponses());
        common(answers);
        answers.forEach(this::complete);
        APIResponses sorted = OASFactory.createAPIResponses();
        answers.forEach(sorted::addAPIResponse);
        operation.setResponses(sorted);
    }

    private void common(Map<String, APIResponse> answers) {
        ANY.forEach((status, why) -> add(answers, status, why));
        if (operation.getRequestBody() != null) {
            WITH_BODY.forEach((status, why) -> add(answers, status, why));
        }
        if (method != HttpMethod.GET) {
            CHANGING.forEach((status, why) -> add(answers, status, why));
        }
    }

    /** What the resource itself says goes first; the framework's word for a missing key or role does not. */
    private static void add(Map<String, APIResponse> answers, String status, String why) {
        APIResponse said = answers.computeIfAbsent(
                status, absent -> OASFactory.createAPIResponse().description(why));
        boolean frameworks = Stream.of("Not Authorized", "Not Allowed", "Bad Request")
                .anyMatch(word -> word.equals(said.getDescription()));
        if (frameworks) {
            said.setDescription(why);
        }
    }

    private void complete(String status, APIResponse answer) {
        boolean refused = status.startsWith("4") || status.startsWith("5");
        if (refused && answer.getContent() == null) {
            answer.setContent(problem(status));
        }
        headers(status)
                .forEach(
                        name -> answer.addHeader(name, OASFactory.createHeader().ref(name)));
    }

    private static Content problem(String status) {
        return OASFactory.createContent()
                .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("Problem"))
                                .addExample(
                                        "example", OASFactory.createExample().ref("Problem" + status)));
    }

    private Stream<String> headers(String status) {
        Stream<String> retiring =
                parameters.anyRetires(operation) ? Stream.of("Deprecation", "Sunset", "Link") : Stream.of();
        return Stream.concat(own(status), retiring).distinct();
    }

    private Stream<String> own(String status) {
        boolean conditional = operation.getResponses().hasAPIResponse(NOT_MODIFIED);
        return switch (status) {
            case OK -> conditional ? cached() : Stream.of();
            case CREATED -> created();
            case NOT_MODIFIED -> cached();
            case "401" -> Stream.of("WWW-Authenticate");
            case "429", "503" -> Stream.of("Retry-After");
            case OTHER -> Stream.of("Allow");
            default -> Stream.of();
        };
    }

    private Stream<String> cached() {
        Stream<String> always = Stream.of("ETag", "Cache-Control", "Vary");
        return answersPage() ? Stream.concat(always, Stream.of("Link")) : always;
    }

    private boolean answersPage() {
        return Optional.ofNullable(operation.getResponses().getAPIResponse(OK))
                .map(APIResponse::getContent)
                .flatMap(content -> content.getMediaTypes().values().stream().findFirst())
                .map(media -> media.getSchema())
                .map(schema -> schema.getRef())
                .filter(ref -> ref.endsWith("Page"))
                .isPresent();
    }

    private Stream<String> created() {
        return parameters.has(operation, "Idempotency-Key")
                ? Stream.of("Location", "Idempotent-Replayed")
                : Stream.of("Location");
    }
}
