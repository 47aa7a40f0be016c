package dev.forewarn.lifecycle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a source says in a test; whatever is not mentioned is as plain as can be. */
record Says(
        CutoffKey key,
        String source,
        Authority authority,
        Effective effective,
        Certainty certainty,
        Replacement replacement,
        Optional<String> summary) {

    static final CutoffKey VIDEOS = CutoffKey.parse("openai/videos-api:shutdown");
    static final String OPENAI = "https://openai.example/deprecations";

    /** The provider itself promises a date for {@link #VIDEOS}. */
    static Says official(Effective effective) {
        return new Says(
                VIDEOS,
                OPENAI,
                Authority.OFFICIAL,
                effective,
                Certainty.COMMITTED,
                Replacement.UNKNOWN,
                Optional.empty());
    }

    static Says press(String paper, Effective effective) {
        return official(effective).by("https://" + paper + ".example", Authority.PRESS);
    }

    Says by(String other, Authority weight) {
        return new Says(key, other, weight, effective, certainty, replacement, summary);
    }

    Says of(CutoffKey other) {
        return new Says(other, source, authority, effective, certainty, replacement, summary);
    }

    Says of(String other) {
        return of(CutoffKey.parse(other));
    }

    Says but(Effective other) {
        return new Says(key, source, authority, other, certainty, replacement, summary);
    }

    Says but(Certainty other) {
        return new Says(key, source, authority, effective, other, replacement, summary);
    }

    Says but(Replacement other) {
        return new Says(key, source, authority, effective, certainty, other, summary);
    }

    Says but(String otherSummary) {
        return new Says(key, source, authority, effective, certainty, replacement, Optional.of(otherSummary));
    }

    Statement statement() {
        return new Statement(
                new Subject(key.subject(), key.subject().name(), SubjectKind.API, List.of()),
                key.milestone(),
                key.scope(),
                effective,
                certainty,
                Optional.empty(),
                replacement,
                summary,
                new Speaker(source, authority, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** @param time an instant, or a day for its first second in UTC */
    LifecycleEvent.Stated at(String time) {
        return at(instant(time));
    }

    LifecycleEvent.Stated at(Instant time) {
        return new LifecycleEvent.Stated(new EventRef(source, "said-" + time, time), statement());
    }

    LifecycleEvent.Withdrawn takenBackAt(String time) {
        return new LifecycleEvent.Withdrawn(new EventRef(source, "back-" + time, instant(time)), key);
    }

    static Effective on(String day) {
        return new Effective.On(LocalDate.parse(day), ZoneOffset.UTC);
    }

    static Effective on(String day, String zone) {
        return new Effective.On(LocalDate.parse(day), ZoneId.of(zone));
    }

    static Effective in(String month) {
        return new Effective.In(YearMonth.parse(month), ZoneOffset.UTC);
    }

    static Effective after(CutoffKey... keys) {
        return new Effective.After(List.of(keys));
    }

    static Effective after(String... keys) {
        return new Effective.After(Stream.of(keys).map(CutoffKey::parse).toList());
    }

    static Effective undated() {
        return new Effective.Undated();
    }

    static Replacement replacement(String subject) {
        return new Replacement(Replacement.Status.SUGGESTED, List.of(SubjectId.parse(subject)), Optional.empty());
    }

    static Instant instant(String time) {
        return Instant.parse(time.contains("T") ? time : time + "T00:00:00Z");
    }
}
