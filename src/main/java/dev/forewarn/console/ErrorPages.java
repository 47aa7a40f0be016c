package dev.forewarn.console;

import dev.forewarn.web.Browsers;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemPage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Problems as pages, for those who came with a browser; and what every page is sent with. */
@ApplicationScoped
class ErrorPages implements ProblemPage {

    private static final MediaType TYPE = MediaType.TEXT_HTML_TYPE.withCharset("UTF-8");

    private final Frames frames;

    ErrorPages(Frames frames) {
        this.frames = frames;
    }

    @ServerResponseFilter
    public void show(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem && wantsPage(request)) {
            Frame frame = frames.of(Section.ELSEWHERE, request.getCookies());
            response.setEntity(page(frame, problem).render(), null, TYPE);
            response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, TYPE);
        }
        if (isPage(response.getMediaType())) {
            headers().forEach(response.getHeaders()::putSingle);
        }
    }

    private static boolean isPage(@Nullable MediaType type) {
        return type != null
                && type.getType().equals("text")
                && type.getSubtype().equals("html");
    }

    private static boolean wantsPage(ContainerRequestContext request) {
        return Browsers.wantPage(request.getUriInfo().getPath(), request.getHeaderString(HttpHeaders.ACCEPT));
    }

    /** Of a request that has come to no resource: nobody knows who has sent it. */
    @Override
    public String html(Problem problem) {
        return page(frames.bare(), problem).render();
    }

    @Override
    public Map<String, String> headers() {
        return PageHeaders.get();
    }

    private static ErrorPage page(Frame frame, Problem problem) {
        return new ErrorPage(frame, problem.status(), title(problem), problem.detail(), advice(problem.status()));
    }

    private static String title(Problem problem) {
        return switch (problem.status()) {
            case 400 -> "That can't be understood";
            case 401 -> "This needs a key";
            case 403 -> "This is not for your key";
            case 404 -> "There is nothing here";
            case 410 -> "This is gone";
            case 429 -> "Too many requests";
            case 500 -> "Something went wrong here";
            case 503 -> "Away for a moment";
            default -> problem.title();
        };
    }

    private static String advice(int status) {
        return switch (status) {
            case 400, 422 -> "Go back and change what was asked for, or begin again at the horizon.";
            case 401, 403 -> "Sign in with a key that allows it.";
            case 404, 410 -> "It may have been mistyped or removed. What is coming is on the horizon.";
            case 429, 503 -> "Wait a few seconds, then load this page again.";
            default -> "Load this page again. If it goes on, tell whoever runs this service the number above.";
        };
    }
}
