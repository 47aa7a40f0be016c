package dev.forewarn.delivery;

import dev.forewarn.subscription.Directory;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Members;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Lets an owner be sent what was missed. */
@Singleton
public class Replaying {

    private static final String SINCE = "since";
    // For the way of a request that asks for all that is kept.
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Directory directory;
    private final Replays replays;
    private final DeliverySettings settings;
    private final InstantSource wall;

    Replaying(Directory directory, Replays replays, DeliverySettings settings, InstantSource wall) {
        this.directory = directory;
        this.replays = replays;
        this.settings = settings;
        this.wall = wall;
    }

    /** What is replayed. */
    public record Begun(String subscription, Instant since) {}

    /**
     * Begins, and is not waited for. Fails with a problem if the body has a fault, if there is no such subscription, or if
     * nothing is sent to it.
     *
     * @param owner whose alone it may be; empty: anybody's
     * @param body as JSON: {@code {"since": instant}}
     */
    public Uni<Begun> begin(String id, Optional<Long> owner, byte[] body) {
        Instant since = since(body);
        return directory
                .named(id, owner)
                .invoke(Retries::checkSentTo)
                .call(subscription -> replays.ask(subscription.id(), since))
                .map(subscription -> new Begun(subscription.publicId(), since));
    }

    private Instant since(byte[] body) {
        Members members = new Members(JsonBody.object(body));
        members.allow(List.of(SINCE));
        Optional<Instant> since = members.required(SINCE, this::since);
        members.check();
        return since.orElseThrow();
    }

    private Instant since(String text) {
        Instant now = wall.instant();
        Instant since = instant(text);
        if (since.isAfter(now)) {
            throw new IllegalArgumentException("is in the future");
        }
        if (since.isBefore(now.minus(settings.keep()).minus(SLACK))) {
            throw new IllegalArgumentException(
                    "is longer ago than " + settings.keep() + ", for which deliveries are kept");
        }
        return since;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be an instant such as 2026-09-24T17:00:00Z", e);
        }
    }
}
