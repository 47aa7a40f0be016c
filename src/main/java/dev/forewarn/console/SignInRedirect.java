package dev.forewarn.console;

import dev.forewarn.web.Browsers;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriBuilder;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Sends to the sign-in page who came with a browser to what needs a key. */
final class SignInRedirect {

    /** Before a problem becomes a page. */
    private static final int FIRST = Priorities.USER + 1_000;

    @ServerResponseFilter(priority = FIRST)
    public void redirect(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        boolean page = Browsers.wantPage(path, request.getHeaderString(HttpHeaders.ACCEPT));
        if (response.getStatus() == Status.UNAUTHORIZED.getStatusCode() && page) {
            response.setStatusInfo(Status.SEE_OTHER);
            response.setEntity(null);
            response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
            response.getHeaders().remove(HttpHeaders.WWW_AUTHENTICATE);
            response.getHeaders().putSingle(HttpHeaders.LOCATION, signIn(request));
        }
    }

    /** What was about to be changed is not changed by going there. */
    private static String signIn(ContainerRequestContext request) {
        UriBuilder signIn = UriBuilder.fromPath("/sign-in");
        return request.getMethod().equals(HttpMethod.GET)
                ? signIn.queryParam("next", "{next}")
                        .build(request.getUriInfo().getRequestUri().getRawPath() + query(request))
                        .toString()
                : signIn.build().toString();
    }

    private static String query(ContainerRequestContext request) {
        String query = request.getUriInfo().getRequestUri().getRawQuery();
        return query == null ? "" : "?" + query;
    }
}
