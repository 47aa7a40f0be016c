package dev.forewarn.console;

import dev.forewarn.subscription.Rotated;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Shows one subscription to whoever looks at the moment, with what has just been done to it. */
@Singleton
class SubscriptionShow {

    private final Overviews overviews;
    private final Viewing viewing;
    private final Forms forms;
    private final Frames frames;
    private final Pages pages;

    SubscriptionShow(Overviews overviews, Viewing viewing, Forms forms, Frames frames, Pages pages) {
        this.overviews = overviews;
        this.viewing = viewing;
        this.forms = forms;
        this.frames = frames;
        this.pages = pages;
    }

    Frame frame(HttpHeaders headers) {
        return frames.of(Section.SUBSCRIPTIONS, headers);
    }

    Uni<Response> page(String id, Optional<Message> message, HttpHeaders headers) {
        return page(Status.OK.getStatusCode(), id, message, Optional.empty(), headers);
    }

    /** @param ping what one that was just sent has come to */
    Uni<Response> page(
            int status,
            String id,
            Optional<Message> message,
            Optional<DeliveryItem.Attempt> ping,
            HttpHeaders headers) {
        return overviews
                .of(id, viewing.sees())
                .map(overview -> overview.page(frame(headers), forms.token(), message, ping))
                .flatMap(page -> pages.once(status, page));
    }

    /** Away from what has changed something, so that loading the page again changes nothing. */
    Response after(Done done, String id) {
        return Response.seeOther(URI.create(SubscriptionPages.PATH + "/" + id + "?done=" + done.word()))
                .build();
    }

    /** Its page, with what is in the way of what was asked for; a problem if it is not there at all. */
    Uni<Response> refused(ProblemException failure, String id, HttpHeaders headers) {
        int status = failure.problem().status();
        return status == Status.NOT_FOUND.getStatusCode()
                ? Uni.createFrom().failure(failure)
                : page(status, id, Optional.of(Message.bad(failure.problem())), Optional.empty(), headers);
    }

    /**
     * Fails with a problem, 409, if it was given another secret since its page was shown: a form that is sent again would end
     * the overlap of the secret that receivers still know.
     *
     * @param shown until when the secret before signed, too, as the page had it; empty if there was none
     */
    Uni<Void> unrotated(String id, String shown) {
        return overviews
                .of(id, viewing.sees())
                .map(overview -> overview.condition()
                        .previousSecretUntil()
                        .map(Instant::toString)
                        .orElse(""))
                .invoke(now -> requireSame(now, shown))
                .replaceWithVoid();
    }

    private static void requireSame(String now, String shown) {
        if (!now.equals(shown)) {
            throw Problem.of(Status.CONFLICT, "It was given another secret since this page was shown.")
                    .exception();
        }
    }

    /** The page that shows a new secret of it. */
    Uni<Response> secret(String id, Rotated rotated, HttpHeaders headers) {
        return overviews
                .of(id, viewing.sees())
                .map(overview -> new SecretPage(
                        frame(headers),
                        id,
                        overview.view().terms().url(),
                        Optional.of(rotated.secret()),
                        false,
                        Optional.of(new Moment(rotated.previousUntil()))))
                .flatMap(page -> pages.once(Status.OK, page));
    }

    /** The page that asks whether it is really to be deleted. */
    Uni<Response> deletion(String id, String url, HttpHeaders headers) {
        return pages.once(Status.OK, new DeletionPage(frame(headers), forms.token(), id, url));
    }
}
