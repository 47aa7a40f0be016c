package dev.forewarn.delivery;

import dev.forewarn.delivery.Requeue.Place;
import dev.forewarn.subscription.Acknowledgements;
import dev.forewarn.subscription.Acknowledgements.Reminded;
import dev.forewarn.subscription.Directory;
import dev.forewarn.subscription.Directory.Listed;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sends a delivery again, or sooner, because its owner asks for it. */
@Singleton
public class Retries {

    private static final Set<String> SENT_TO = Set.of("active", "failing");

    private final Pool pool;
    private final Directory directory;
    private final DeliveryViews views;
    private final LaneWork lanes;
    private final Retention retention;
    private final Acknowledgements acknowledgements;
    private final InstantSource wall;

    Retries(
            Pool pool,
            Directory directory,
            DeliveryViews views,
            LaneWork lanes,
            Retention retention,
            Acknowledgements acknowledgements,
            InstantSource wall) {
        this.pool = pool;
        this.directory = directory;
        this.views = views;
        this.lanes = lanes;
        this.retention = retention;
        this.acknowledgements = acknowledgements;
        this.wall = wall;
    }

    private record Found(Listed subscription, DeliveryId id, DeliveryDetail detail) {}

    /** A delivery of an owner; whatever is not one, or not theirs, is not found. */
    public Uni<DeliveryDetail> read(String id, Optional<Long> owner) {
        return find(id, owner).map(Found::detail);
    }

    /** The delivery as it stands once it is due; it is not waited for its attempt. */
    public Uni<DeliveryDetail> retry(String id, Optional<Long> owner) {
        return find(id, owner)
                .invoke(this::check)
                .call(this::checkWanted)
                .call(found -> requeue(found.id()))
                .invoke(lanes::wake)
                .flatMap(found -> detail(found.subscription(), found.id()));
    }

    private Uni<Found> find(String text, Optional<Long> owner) {
        DeliveryId id = DeliveryId.parse(text)
                .filter(parsed -> retention.keeps(parsed.day()))
                .orElseThrow(() -> unknown());
        return directory
                .numbered(id.subscription(), owner)
                .map(listed -> listed.orElseThrow(() -> unknown()))
                .flatMap(listed -> detail(listed, id).map(detail -> new Found(listed, id, detail)));
    }

    private Uni<DeliveryDetail> detail(Listed subscription, DeliveryId id) {
        return views.one(subscription, id).map(detail -> detail.orElseThrow(() -> unknown()));
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("such delivery");
    }

    private void check(Found found) {
        checkSentTo(found.subscription());
        DeliveryView delivery = found.detail().delivery();
        if (found.detail().voided()) {
            throw conflict("The notice is superseded: a newer one has taken its place.");
        }
        boolean tried = delivery.attemptCount() > 0;
        if (tried && delivery.deadline().map(wall.instant()::isAfter).orElse(false)) {
            throw conflict("The notice is of no use any more: its deadline has passed.");
        }
    }

    private Uni<Void> checkWanted(Found found) {
        List<Reminded> reminded = found.detail().countdown().stream()
                .map(countdown -> new Reminded(found.subscription().id(), countdown))
                .toList();
        return acknowledgements
                .acknowledged(reminded)
                .invoke(Retries::checkNone)
                .replaceWithVoid();
    }

    private static void checkNone(Set<Reminded> acknowledged) {
        if (!acknowledged.isEmpty()) {
            throw conflict("The cutoff is acknowledged: the subscription is not reminded of it.");
        }
    }

    /** Nothing is begun for a subscription that would not be sent. */
    static void checkSentTo(Listed subscription) {
        if (!SENT_TO.contains(subscription.state())) {
            throw conflict("The subscription is " + subscription.state() + ": nothing is sent to it.");
        }
    }

    private static ProblemException conflict(String detail) {
        return Problem.of(Status.CONFLICT, detail).exception();
    }

    private Uni<Void> requeue(DeliveryId id) {
        Instant now = wall.instant();
        Place place = new Place(id.position(), id.day());
        return pool.withTransaction(tx -> Requeue.lock(tx, id.subscription())
                .chain(() -> Requeue.ended(tx, id.subscription(), List.of(place), now))
                .chain(() -> Requeue.sooner(tx, id, now))
                .chain(() -> Requeue.wake(tx, id.subscription(), now)));
    }
}
