package dev.forewarn.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A migration only ever adds, as the release before runs beside it; and it holds nobody up for longer than a moment. */
class MigrationRulesTest {

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Pattern VERSION = Pattern.compile("V(\\d+)__\\w+\\.sql");
    private static final Pattern CREATED = Pattern.compile("create (?:unlogged )?table (?:if not exists )?(\\w+)");

    /** What a statement may not do, and why. */
    private static final Map<String, Pattern> FORBIDDEN = Map.ofEntries(
            rule("a table that the release before reads", "^drop table"),
            rule(
                    "a column that the release before names",
                    "^alter table .*\\bdrop (column )?(?!constraint|default|not null)\\w"),
            rule("a name that the release before uses", "\\brename\\b"),
            rule("a type: it writes the table anew, under a lock", "\\balter (column )?\\w+ (set data )?type\\b"),
            rule("what the release before may leave out", "\\bset not null\\b"),
            rule(
                    "a column that the release before does not fill",
                    "\\badd (column )?(?!constraint)\\w+ (?![^,]*\\b(default|generated)\\b)[^,]*\\bnot null\\b"),
            rule(
                    "a default that is worked out for every row",
                    "\\badd (column )?\\w+ [^,]*\\bdefault (gen_random_uuid|random|clock_timestamp)\\b"),
            rule(
                    "a check of every row under a lock: say not valid",
                    "\\badd constraint (?!.*\\bnot valid\\b).*\\b(check|foreign key)\\b"),
            rule("a function or trigger that the release before calls", "^drop (function|trigger)"),
            rule("all rows at once", "^(vacuum full|cluster\\b|truncate|reindex (?!.*concurrently))"));

    private static Map.Entry<String, Pattern> rule(String why, String what) {
        return Map.entry(why, Pattern.compile(what));
    }

    @TestFactory
    Stream<DynamicTest> everyMigrationSinceTheReleaseBeforeOnlyAdds() throws IOException {
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest(
                        "all are seen", () -> assertThat(migrations()).isNotEmpty())),
                migrations().stream()
                        .filter(file -> version(file) > PreviousRelease.VERSION)
                        .map(file -> DynamicTest.dynamicTest(
                                file.getFileName().toString(),
                                () -> assertThat(faults(Files.readString(file))).isEmpty())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table notice",
                "alter table notice drop column body",
                "alter table notice drop body",
                "alter table notice rename body to bytes",
                "alter table notice alter column position type integer",
                "alter table notice alter deadline set not null",
                "alter table notice add weight integer not null",
                "alter table notice add constraint some check (position > 0)",
                "drop function ensure_partitions(date, date)",
                "create index notice_by_deadline on notice (deadline)",
                "create trigger told after insert on notice for each row execute function tell()",
                "truncate delivery"
            })
    void whatTakesAwayIsFound(String statement) {
        assertThat(faults(statement + ";")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table more (id bigint primary key, name text not null); create index more_by_name on more (name)",
                "alter table notice add weight integer",
                "alter table notice add weight integer not null default 0, add other text",
                "alter table subscription add owner_id bigint not null default 0 references owner on delete cascade",
                "alter table notice alter deadline drop not null",
                "create index concurrently notice_by_deadline on notice (deadline)",
                "create or replace function called() returns integer language sql as $$ select 1 $$",
                "set local lock_timeout = '5s'; create or replace trigger told after insert on notice execute function tell()"
            })
    void whatAddsIsNot(String statement) {
        assertThat(faults(statement + ";")).isEmpty();
    }

    private static List<String> faults(String migration) {
        List<String> created = CREATED.matcher(migration)
                .results()
                .map(match -> match.group(1))
                .toList();
        return statements(migration)
                .flatMap(statement -> Stream.concat(
                        FORBIDDEN.entrySet().stream()
                                .filter(rule ->
                                        rule.getValue().matcher(statement).find())
                                .map(rule -> rule.getKey() + ": " + statement),
                        Stream.concat(locking(statement, created), impatient(statement, migration))))
                .toList();
    }

    /** While it waits for whoever writes, all others wait behind it. */
    private static Stream<String> impatient(String statement, String migration) {
        boolean waits = statement.matches("create (or replace )?trigger .*");
        return waits && !migration.contains("lock_timeout")
                ? Stream.of("a lock that is waited for without end: " + statement)
                : Stream.empty();
    }

    /** An index on a table that is there already keeps its writers waiting, unless it is made concurrently. */
    private static Stream<String> locking(String statement, List<String> created) {
        boolean waits = statement.matches("create (unique )?index (?!concurrently).*")
                && created.stream().noneMatch(table -> statement.contains(" on " + table + " "));
        return waits ? Stream.of("an index that keeps writers waiting: " + statement) : Stream.empty();
    }

    private static Stream<String> statements(String migration) {
        return Stream.of(migration
                        .replaceAll("--.*", "")
                        .replaceAll("(?s)\\$\\$.*?\\$\\$", "body")
                        .split(";"))
                .map(statement -> statement.replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT))
                .filter(statement -> !statement.isEmpty());
    }

    private static List<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.sorted().toList();
        }
    }

    private static int version(Path file) {
        var name = VERSION.matcher(file.getFileName().toString());
        assertThat(name.matches()).as(file.toString()).isTrue();
        return Integer.parseInt(name.group(1));
    }
}
