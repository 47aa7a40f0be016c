package dev.forewarn.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Describes the parameters of the operations of one path by the components that bear their names. */
final class ApiParameters {

    private static final String IF_NONE_MATCH = "If-None-Match";

    private final Map<String, Parameter> known;
    private final String path;

    ApiParameters(OpenAPI document, String path) {
        this.known = Optional.ofNullable(document.getComponents())
                .map(Components::getParameters)
                .orElse(Map.of());
        this.path = path;
    }

    void complete(Operation operation) {
        List<Parameter> parameters =
                new ArrayList<>(Optional.ofNullable(operation.getParameters()).orElse(List.of()));
        // As the path has them, so that a generated method does.
        parameters.sort(Comparator.comparingInt(parameter -> place(parameter.getName())));
        parameters.replaceAll(parameter -> described(operation, parameter));
        if (operation.getResponses().hasAPIResponse(ApiAnswers.NOT_MODIFIED)) {
            parameters.add(reference(IF_NONE_MATCH));
        }
        operation.setParameters(parameters);
    }

    /** Whether an operation that is complete takes that component. */
    boolean has(Operation operation, String component) {
        return components(operation).anyMatch(component::equals);
    }

    /** Whether an operation that is complete takes something that will be switched off. */
    boolean anyRetires(Operation operation) {
        return components(operation)
                .map(known::get)
                .anyMatch(parameter -> parameter != null && Boolean.TRUE.equals(parameter.getDeprecated()));
    }

    private static Stream<String> components(Operation operation) {
        return Optional.ofNullable(operation.getParameters()).stream()
                .flatMap(List::stream)
                .map(Parameter::getRef)
                .flatMap(Stream::ofNullable)
                .map(ref -> ref.substring(ref.lastIndexOf('/') + 1));
    }

    private int place(@Nullable String name) {
        int place = path.indexOf("{" + name + "}");
        return place < 0 ? path.length() : place;
    }

    private Parameter described(Operation operation, Parameter parameter) {
        String name = String.valueOf(parameter.getName());
        return parameter.getRef() == null
                ? Stream.of(operation.getOperationId() + "." + name, part(parameter) + "." + name, name)
                        .filter(component -> fits(component, parameter))
                        .findFirst()
                        .map(ApiParameters::reference)
                        .orElse(parameter)
                : parameter;
    }

    private boolean fits(String name, Parameter parameter) {
        return Optional.ofNullable(known.get(name))
                .filter(component -> component.getIn() == parameter.getIn())
                .isPresent();
    }

    /** The part of the path that a parameter belongs to: the one before it, or the last. */
    private String part(Parameter parameter) {
        String upTo =
                path.replaceFirst("/\\{" + parameter.getName() + "}.*", "").replaceAll("/\\{[^/]*}", "");
        return upTo.substring(upTo.lastIndexOf('/') + 1);
    }

    private static Parameter reference(String name) {
        return OASFactory.createParameter().ref(name);
    }
}
