package dev.forewarn.web;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Gives requests and answers the examples that bear the names of their schemas. */
final class ApiContents {

    private final Set<String> examples;

    ApiContents(OpenAPI document) {
        this.examples = Optional.ofNullable(document.getComponents())
                .map(Components::getExamples)
                .map(Map::keySet)
                .orElse(Set.of());
    }

    void complete(Operation operation) {
        Stream<Content> request = Optional.ofNullable(operation.getRequestBody()).map(RequestBody::getContent).stream();
        Stream<Content> answers = operation.getResponses().getAPIResponses().values().stream()
                .map(APIResponse::getContent)
                .flatMap(Stream::ofNullable);
        Stream.concat(request, answers)
                .flatMap(content -> content.getMediaTypes().values().stream())
                .forEach(this::exemplify);
    }

    private void exemplify(MediaType media) {
        boolean bare = media.getExample() == null && media.getExamples() == null;
        Optional.ofNullable(media.getSchema())
                .map(schema -> schema.getRef())
                .map(ref -> ref.substring(ref.lastIndexOf('/') + 1))
                .filter(name -> bare && examples.contains(name))
                .ifPresent(name ->
                        media.addExample("example", OASFactory.createExample().ref(name)));
    }
}
