package dev.forewarn.contract;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fails a test whose request is answered in a way that the description does not tell of. */
final class AnswerFilter implements Filter {

    private @Nullable Description description;

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        // Some of them are none that java.net.URI would read.
        String path = request.getURI().replaceFirst("^[a-z]+://[^/]*", "").replaceFirst("[?#].*", "");
        if (path.startsWith("/v1/")) {
            new AnswerCheck(description(), request.getMethod(), path)
                    .check(
                            response,
                            Optional.ofNullable(request.getBody()),
                            AnswerCheck.bare(request.getContentType()));
        }
        return response;
    }

    private Description description() {
        if (description == null) {
            description = Description.read();
        }
        return description;
    }
}
