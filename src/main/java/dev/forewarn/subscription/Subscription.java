package dev.forewarn.subscription;

import dev.forewarn.lifecycle.Word;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

/** A registered webhook. */
@Entity
@Table(name = "subscription")
@SuppressWarnings("NullAway.Init")
class Subscription {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    Long id;

    @Column(name = "public_id", updatable = false)
    String publicId;

    @Column(name = "owner_id", updatable = false)
    long ownerId;

    @Formula("(select o.public_id from owner o where o.id = owner_id)")
    String owner;

    @Column(name = "url")
    String url;

    @Column(name = "description")
    @Nullable
    String description;

    @Column(name = "format")
    String format;

    @Column(name = "subjects")
    String @Nullable [] subjects;

    @Column(name = "milestones")
    String @Nullable [] milestones;

    @Column(name = "channels")
    String @Nullable [] channels;

    @Column(name = "regions")
    String @Nullable [] regions;

    @Column(name = "kinds")
    String @Nullable [] kinds;

    @Column(name = "lead_times")
    String @Nullable [] leadTimes;

    @Column(name = "state")
    String state;

    @Column(name = "state_since")
    Instant stateSince;

    @Column(name = "reason")
    @Nullable
    String reason;

    /** Null if its receiver has never said yes at this URL. */
    @Column(name = "verified_at")
    @Nullable
    Instant verifiedAt;

    @Column(name = "asked_since")
    @Nullable
    Instant askedSince;

    @Column(name = "pings")
    short pings;

    @Column(name = "next_ping_at")
    @Nullable
    Instant nextPingAt;

    @Column(name = "secret")
    byte[] secret;

    @Column(name = "previous_secret")
    byte @Nullable [] previousSecret;

    @Column(name = "previous_secret_until")
    @Nullable
    Instant previousSecretUntil;

    @Column(name = "headers")
    byte @Nullable [] headers;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @ElementCollection
    @CollectionTable(name = "subscription_subject", joinColumns = @JoinColumn(name = "subscription_id"))
    List<Route> routes;

    protected Subscription() {}

    Subscription(Owner owner, String publicId, Terms terms, Seals seals, Secret secret, Instant now) {
        this.ownerId = owner.id();
        this.owner = owner.publicId();
        this.publicId = publicId;
        this.secret = seals.seal(secret, publicId);
        this.createdAt = now;
        this.url = "";
        this.state = State.UNVERIFIED.word();
        say(terms, seals, now);
    }

    /** Takes other terms; another URL has to say yes anew. */
    final void say(Terms terms, Seals seals, Instant now) {
        Filter filter = terms.filter();
        moveTo(terms.url().uri().toString(), now);
        description = terms.description().orElse(null);
        format = terms.format().word();
        subjects = texts(filter.subjects(), SubjectPattern::value);
        milestones = texts(filter.milestones(), Word::word);
        channels = texts(filter.channels(), Function.identity());
        regions = texts(filter.regions(), Function.identity());
        kinds = texts(filter.kinds(), Word::word);
        leadTimes = texts(filter.leadTimes(), Word::word);
        headers = seals.seal(terms.headers(), publicId);
        routes = new ArrayList<>(filter.routes());
        updatedAt = now;
    }

    private void moveTo(String to, Instant now) {
        if (!to.equals(url)) {
            url = to;
            verifiedAt = null;
            // One that is paused goes on resting: its owner has said so.
            if (state() != State.PAUSED) {
                ask(now);
            }
        }
    }

    State state() {
        return Word.parse(State.class, state);
    }

    /**
     * Lets it rest.
     *
     * @throws ProblemException if it is not sent to anyway
     */
    void pause(Instant now) {
        switch (state()) {
            case ACTIVE, FAILING -> enter(State.PAUSED, now);
            case UNVERIFIED -> throw notPaused("it is not sent to before its receiver has answered a ping");
            case DISABLED -> throw notPaused("it is disabled");
            case PAUSED -> {}
        }
    }

    private static ProblemException notPaused(String why) {
        return Problem.of(Status.CONFLICT, "This subscription can't be paused: " + why + ".")
                .exception();
    }

    /** Lets it be sent to again, or at least asked whether it wants to be. */
    void resume(Instant now) {
        if (state() == State.ACTIVE || state() == State.UNVERIFIED) {
            return;
        }
        if (verifiedAt == null) {
            ask(now);
        } else {
            enter(State.ACTIVE, now);
        }
    }

    private void ask(Instant now) {
        enter(State.UNVERIFIED, now);
        askedSince = now;
        nextPingAt = now;
        pings = 0;
    }

    private void enter(State next, Instant now) {
        state = next.word();
        stateSince = now;
        reason = null;
        nextPingAt = null;
    }

    /** Takes another secret; the one before it signs beside it until then. */
    void rotate(byte[] sealed, Instant until, Instant now) {
        boolean overlaps = until.isAfter(now);
        previousSecret = overlaps ? secret : null;
        previousSecretUntil = overlaps ? until : null;
        secret = sealed;
        updatedAt = now;
    }

    private static <T> String @Nullable [] texts(Collection<T> filter, Function<? super T, String> text) {
        return filter.isEmpty() ? null : filter.stream().map(text).toArray(String[]::new);
    }
}
