package dev.forewarn.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;

/**
 * Completes the description of the API, so that a resource says only what is its own: its name, what it is for, what it takes
 * and answers, and why it refuses. What is common stands in {@code META-INF/openapi.yaml}, and is put where it
 * belongs:
 *
 * <ul>
 *   <li>a parameter is described by the component of its name; or of the last part of the path, or the id of the operation,
 *       and its name, where that name means something else elsewhere;
 *   <li>a request or answer whose schema has an example of the same name gets that;
 *   <li>every refusal that says nothing else is a problem document with an example, and those that any request may meet are
 *       added;
 *   <li>whoever answers 304 takes and gives entity tags, and says what caches may do;
 *   <li>where a parameter is deprecated, every answer may say so.
 * </ul>
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {

    private static final String OURS = "/v1/";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getPaths().getPathItems().entrySet().stream()
                .filter(path -> path.getKey().startsWith(OURS))
                .forEach(path -> complete(document, path.getKey(), path.getValue()));
    }

    private static void complete(OpenAPI document, String path, PathItem item) {
        for (Map.Entry<HttpMethod, Operation> each : item.getOperations().entrySet()) {
            Operation operation = each.getValue();
            ApiParameters parameters = new ApiParameters(document, path);
            parameters.complete(operation);
            new ApiContents(document).complete(operation);
            new ApiAnswers(parameters, each.getKey(), operation).complete();
        }
    }
}
