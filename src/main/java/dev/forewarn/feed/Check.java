package dev.forewarn.feed;

import dev.forewarn.feed.CheckAnswer.Evidence;
import dev.forewarn.feed.CheckAnswer.Instead;
import dev.forewarn.feed.CheckAnswer.Item;
import dev.forewarn.feed.CheckAnswer.Option;
import dev.forewarn.ledger.CalendarClock;
import dev.forewarn.ledger.CutoffView;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.SubjectId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks subjects, as they are at one moment and by the calendar. At most four statements, however many there are:
 *
 * <pre>
 *   asked ─▶ who is meant ─▶ their cutoffs ─▶ those of their replacements ─▶ who says so ─▶ answer
 * </pre>
 */
@Singleton
final class Check {

    private static final String ONE_MOMENT = "set transaction isolation level repeatable read, read only";

    private final Pool pool;
    private final CheckStore store;
    private final CalendarClock calendar;
    private final Answers answers;

    Check(Pool pool, CheckStore store, CalendarClock calendar, Answers answers) {
        this.pool = pool;
        this.store = store;
        this.calendar = calendar;
        this.answers = answers;
    }

    Uni<CheckAnswer> of(CheckQuery query) {
        return pool.withTransaction(tx -> of(tx, query));
    }

    private Uni<CheckAnswer> of(SqlConnection tx, CheckQuery query) {
        return tx.query(ONE_MOMENT)
                .execute()
                .chain(() -> store.named(tx, query.asked()))
                .flatMap(named -> assess(tx, query, named))
                .flatMap(found -> replace(tx, query, found))
                .flatMap(found -> substantiate(tx, found))
                .map(found -> answer(query, found));
    }

    /** What is found, step by step: each is by subject, but for the names (by what was asked) and claims (by cutoff). */
    private record Found(
            Instant now,
            Map<String, List<String>> named,
            Map<String, Assessment> subjects,
            Map<String, Assessment> replacements,
            Map<String, List<ClaimRow>> claims) {

        Found with(Map<String, Assessment> replacements) {
            return new Found(now, named, subjects, replacements, claims);
        }

        Found proven(Map<String, List<ClaimRow>> claims) {
            return new Found(now, named, subjects, replacements, claims);
        }

        List<Cutoff> deciding() {
            return subjects.values().stream()
                    .flatMap(assessment -> assessment.deciding().stream())
                    .toList();
        }

        List<String> ids(String asked) {
            return named.getOrDefault(asked, List.of());
        }
    }

    private Uni<Found> assess(SqlConnection tx, CheckQuery query, Map<String, List<String>> named) {
        Found found = new Found(calendar.instant(), named, Map.of(), Map.of(), Map.of());
        List<String> meant = query.asked().stream()
                .map(found::ids)
                .filter(ids -> ids.size() == 1)
                .flatMap(List::stream)
                .distinct()
                .toList();
        return assessed(tx, query, meant, found.now())
                .map(subjects -> new Found(found.now(), named, subjects, Map.of(), Map.of()));
    }

    private Uni<Found> replace(SqlConnection tx, CheckQuery query, Found found) {
        List<String> replacements = found.deciding().stream()
                .flatMap(cutoff -> cutoff.standing().replacement().subjects().stream())
                .map(SubjectId::toString)
                .distinct()
                .toList();
        return assessed(tx, query, replacements, found.now()).map(found::with);
    }

    private Uni<Map<String, Assessment>> assessed(
            SqlConnection tx, CheckQuery query, Collection<String> subjects, Instant now) {
        return subjects.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : store.cutoffs(tx, subjects, query.terms()).map(cutoffs -> cutoffs.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, each -> Assessment.of(each.getValue(), query.terms(), now))));
    }

    private Uni<Found> substantiate(SqlConnection tx, Found found) {
        List<String> deciding =
                found.deciding().stream().map(cutoff -> cutoff.id().value()).toList();
        return deciding.isEmpty()
                ? Uni.createFrom().item(found)
                : store.claims(tx, deciding).map(found::proven);
    }

    private CheckAnswer answer(CheckQuery query, Found found) {
        List<Item> items =
                query.asked().stream().map(asked -> item(asked, found)).toList();
        Verdict worst =
                items.stream().map(Item::verdict).max(Comparator.naturalOrder()).orElse(Verdict.CLEAR);
        return new CheckAnswer(worst, query.terms().within(), items);
    }

    private Item item(String asked, Found found) {
        List<String> ids = found.ids(asked);
        if (ids.size() == 1) {
            return known(asked, ids.get(0), found);
        }
        List<String> shown = ids.stream().limit(CheckStore.MOST_CANDIDATES).toList();
        return unknown(
                asked, shown, ids.isEmpty() ? Advice.unknown() : Advice.ambiguous(shown, shown.size() < ids.size()));
    }

    private static Item unknown(String asked, List<String> candidates, Advice advice) {
        return new Item(
                asked,
                Optional.empty(),
                Verdict.UNKNOWN,
                advice.action(),
                advice.text(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                List.of(),
                candidates);
    }

    private Item known(String asked, String subject, Found found) {
        Assessment assessment = found.subjects().getOrDefault(subject, Assessment.UNKNOWN);
        Optional<Cutoff> deciding = assessment.deciding();
        Optional<Instead> instead = deciding.map(cutoff -> instead(cutoff, found));
        Advice advice = Advice.of(assessment, instead.map(Instead::subjects).orElse(List.of()), found.now());
        return new Item(
                asked,
                Optional.of(subject),
                assessment.verdict(),
                advice.action(),
                advice.text(),
                deciding.flatMap(Cutoff::window).map(window -> window.daysLeft(found.now())),
                deciding.map(cutoff -> CutoffView.of(cutoff, found.now(), answers.base())),
                assessment.others(),
                instead,
                deciding.stream().flatMap(cutoff -> evidence(cutoff, found)).toList(),
                List.of());
    }

    private static Instead instead(Cutoff cutoff, Found found) {
        var replacement = cutoff.standing().replacement();
        List<Option> options = replacement.subjects().stream()
                .map(SubjectId::toString)
                .map(id -> new Option(
                        id,
                        found.replacements()
                                .getOrDefault(id, Assessment.UNKNOWN)
                                .verdict()))
                .toList();
        return new Instead(replacement.status(), replacement.url(), options);
    }

    private static Stream<Evidence> evidence(Cutoff cutoff, Found found) {
        return found.claims().getOrDefault(cutoff.id().value(), List.of()).stream()
                .map(claim -> Evidence.of(claim.view(cutoff)));
    }
}
