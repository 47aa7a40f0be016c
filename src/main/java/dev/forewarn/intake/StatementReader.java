package dev.forewarn.intake;

import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.Speaker;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.SubjectKind;
import dev.forewarn.lifecycle.Word;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the data of an event, with the defaults of what may be left out. */
final class StatementReader {

    private StatementReader() {}

    /** What is said of one cutoff. */
    static Statement statement(Member data) {
        Subject subject = subject(data.required("subject"));
        Statement statement = data.make(() -> new Statement(
                subject,
                milestone(data),
                scope(data, subject.id()),
                effective(data),
                data.optional("certainty")
                        .map(member -> word(member, Certainty.class))
                        .orElse(Certainty.TENTATIVE),
                data.optional("announcedOn").map(member -> member.as(LocalDate::parse)),
                data.optional("replacement").map(StatementReader::replacement).orElse(Replacement.UNKNOWN),
                data.optional("summary").map(Member::text),
                speaker(data.required("claimedBy"))));
        refuseItself(statement, data);
        return statement;
    }

    /** The cutoff that is meant, of which nothing more need be said. */
    static CutoffKey key(Member data) {
        SubjectId subject = data.required("subject").required("id").as(SubjectId::parse);
        return new CutoffKey(subject, milestone(data), scope(data, subject));
    }

    private static void refuseItself(Statement statement, Member data) {
        if (!statement.effective().follows().isEmpty()
                && statement.follows().anyMatch(statement.key().id()::equals)) {
            throw new Fault(data.pointer() + "/effective/after", "the cutoff would follow itself");
        }
    }

    private static Subject subject(Member member) {
        return member.make(() -> new Subject(
                member.required("id").as(SubjectId::parse),
                member.required("name").text(),
                word(member.required("kind"), SubjectKind.class),
                texts(member, "aliases")));
    }

    private static Milestone milestone(Member data) {
        return word(data.required("milestone"), Milestone.class);
    }

    private static Scope scope(Member data, SubjectId subject) {
        return data.optional("scope")
                .map(member -> scope(member, subject.provider()))
                .orElseGet(() -> data.make(() -> Scope.of(subject.provider())));
    }

    private static Scope scope(Member member, String provider) {
        return member.make(() -> new Scope(
                member.optional("channel").map(Member::text).orElse(provider),
                member.optional("region").map(Member::text).orElse(Scope.EVERYWHERE),
                member.optional("audience").map(Member::text).orElse(Scope.EVERYWHERE),
                member.optional("occurrence").map(Member::text)));
    }

    private static Effective effective(Member data) {
        return data.optional("effective").map(StatementReader::form).orElseGet(Effective.Undated::new);
    }

    private static Effective form(Member member) {
        List<String> forms = List.of("at", "on", "in", "after");
        List<String> given =
                forms.stream().filter(name -> member.optional(name).isPresent()).toList();
        if (given.size() != 1) {
            throw new Fault(member.pointer(), "has " + given.size() + " of at, on, in, after: it must have one");
        }
        Member value = member.required(given.get(0));
        return switch (given.get(0)) {
            case "at" -> value.make(() -> new Effective.At(value.as(Instant::parse)));
            case "on" -> dated(value, () -> new Effective.On(value.as(LocalDate::parse), zone(member)));
            case "in" -> dated(value, () -> new Effective.In(value.as(YearMonth::parse), zone(member)));
            default -> value.make(() -> new Effective.After(value.list(CutoffKey::parse)));
        };
    }

    private static Effective dated(Member member, Supplier<Effective> form) {
        Effective effective = member.make(form);
        // A day may be one that its zone has left out of the calendar.
        member.make(effective::window);
        return effective;
    }

    private static ZoneId zone(Member member) {
        return member.required("zone").as(ZoneId::of);
    }

    private static Replacement replacement(Member member) {
        return member.make(() -> new Replacement(
                word(member.required("status"), Replacement.Status.class),
                member.optional("subjects")
                        .map(subjects -> subjects.list(SubjectId::parse))
                        .orElse(List.of()),
                link(member)));
    }

    private static Speaker speaker(Member member) {
        return member.make(() -> new Speaker(
                member.required("name").text(),
                word(member.required("authority"), Authority.class),
                link(member),
                member.optional("via").map(Member::text),
                member.optional("quote").map(Member::text)));
    }

    private static Optional<URI> link(Member member) {
        return member.optional("url").map(url -> url.as(URI::create));
    }

    private static List<String> texts(Member member, String name) {
        return member.optional(name).map(list -> list.list(text -> text)).orElse(List.of());
    }

    private static <E extends Enum<E> & Word> E word(Member member, Class<E> vocabulary) {
        return member.as(text -> Word.parse(vocabulary, text));
    }
}
