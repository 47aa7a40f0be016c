package dev.forewarn.subscription;

import dev.forewarn.lifecycle.Word;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
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

    @Column(name = "secret")
    byte[] secret;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @ElementCollection
    @CollectionTable(name = "subscription_subject", joinColumns = @JoinColumn(name = "subscription_id"))
    List<Route> routes;

    protected Subscription() {}

    Subscription(String publicId, Terms terms, byte[] secret, Instant now) {
        this.publicId = publicId;
        this.secret = secret;
        this.state = State.ACTIVE.word();
        this.createdAt = now;
        say(terms, now);
    }

    /** Takes other terms. */
    final void say(Terms terms, Instant now) {
        Filter filter = terms.filter();
        url = terms.url().uri().toString();
        description = terms.description().orElse(null);
        format = terms.format().word();
        subjects = texts(filter.subjects(), SubjectPattern::value);
        milestones = texts(filter.milestones(), Word::word);
        channels = texts(filter.channels(), Function.identity());
        regions = texts(filter.regions(), Function.identity());
        kinds = texts(filter.kinds(), Word::word);
        leadTimes = texts(filter.leadTimes(), Word::word);
        routes = new ArrayList<>(filter.routes());
        updatedAt = now;
    }

    private static <T> String @Nullable [] texts(Collection<T> filter, Function<? super T, String> text) {
        return filter.isEmpty() ? null : filter.stream().map(text).toArray(String[]::new);
    }
}
