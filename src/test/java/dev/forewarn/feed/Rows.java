package dev.forewarn.feed;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forewarn.ledger.Documents;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Standing;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.SubjectKind;
import dev.forewarn.lifecycle.Window;
import dev.forewarn.notice.Horizon;
import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Puts rows into the tables that the reads read, as intake and the sweep would. */
@Singleton
class Rows {

    static final String SOURCE = "https://source.example";

    private static final String RAISE =
            """
            with raised as (
                insert into notice
                    (position, id, cutoff_id, subject, revision, kind, lead_times, pushed, raised_at, body)
                select coalesce(max(position), 0) + 1, $1, $2, $3, 1, $4, 0, true, now(), $5 from notice
                returning position
            )
            select position, pg_notify('notice_raised', position::text) from raised""";

    private static final AtomicInteger PROVIDERS = new AtomicInteger();
    private static final AtomicInteger NOTICES = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Pool pool;
    private final Documents documents;
    private final ObjectMapper mapper;

    private final Horizon horizon;

    Rows(Pool pool, Documents documents, ObjectMapper mapper, Horizon horizon) {
        this.pool = pool;
        this.documents = documents;
        this.mapper = mapper;
        this.horizon = horizon;
    }

    /** A provider that no other test has. */
    static String newProvider() {
        return "p" + PROVIDERS.incrementAndGet();
    }

    record Raised(long position, String id, String body) {}

    /** Raises a notice whose bytes no mapper would write that way. */
    Raised notice(String subject, NoticeKind kind) {
        Raised raised = noticeAmongOthers(subject, kind);
        // As after a commit of its own, this replica knows of it before anybody can ask.
        await().until(() -> horizon.newest() >= raised.position());
        return raised;
    }

    /** As {@link #notice}, but while others do, too, and without waiting for it to be heard of. */
    Raised noticeAmongOthers(String subject, NoticeKind kind) {
        String id = newId();
        return raise(id, "cut_of_nothing", subject, kind, body(id, subject, kind, "\\u00e9é"));
    }

    /** A large one. */
    Raised padded(String subject, String padding) {
        String id = newId();
        return raise(
                id, "cut_of_nothing", subject, NoticeKind.ANNOUNCED, body(id, subject, NoticeKind.ANNOUNCED, padding));
    }

    private static String body(String id, String subject, NoticeKind kind, String text) {
        return "{ \"id\":\"" + id + "\",\n\"type\": \"" + kind.type() + "\", \"of\": \"" + subject
                + "\", \"odd\" : 1.10, \"text\":\"" + text + "\",\"id2\":null }";
    }

    private static String newId() {
        return "ntc_"
                + CutoffKey.parse("a/n" + NOTICES.incrementAndGet() + ":shutdown")
                        .id()
                        .value()
                        .substring(4);
    }

    Raised notice(String id, String cutoff, String subject, NoticeKind kind, String body) {
        Raised raised = raise(id, cutoff, subject, kind, body);
        await().until(() -> horizon.newest() >= raised.position());
        return raised;
    }

    /** Under the lock of the end of the feed, as notices are raised. */
    private Raised raise(String id, String cutoff, String subject, NoticeKind kind, String body) {
        return pool.withTransaction(tx -> tx.preparedQuery("select pg_advisory_xact_lock($1)")
                        .execute(Tuple.of(0x666f7265_0002L))
                        .chain(() -> insert(tx, id, cutoff, subject, kind, body)))
                .await()
                .atMost(PATIENCE);
    }

    private static Uni<Raised> insert(
            SqlConnection tx, String id, String cutoff, String subject, NoticeKind kind, String body) {
        Tuple row = Tuple.of(id, cutoff, subject, (short) kind.ordinal())
                .addValue(Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)));
        return tx.preparedQuery(RAISE)
                .execute(row)
                .map(rows -> new Raised(rows.iterator().next().getLong("position"), id, body));
    }

    void subject(String id, String name, String... aliases) {
        execute(
                """
                insert into subject (id, name, kind, aliases, authority, said_at, source, event_id)
                values ($1, $2, 'api', $3, 0, now(), 'https://source.example', '1') on conflict do nothing""",
                id,
                name,
                aliases);
    }

    /** Stores a cutoff and its subject. */
    Cutoff cutoff(Cutoff cutoff, Optional<Instant> nextDueAt) {
        CutoffKey key = cutoff.key();
        subject(key.subject().toString(), key.subject().name());
        execute(
                """
                insert into cutoff (id, key, subject, milestone, channel, region, audience, revision, withdrawn,
                                    window_start, window_end, certainty, document, next_due_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)""",
                cutoff.id().value(),
                key.toString(),
                key.subject().toString(),
                key.milestone().word(),
                key.scope().channel(),
                key.scope().region(),
                key.scope().audience(),
                cutoff.revision(),
                cutoff.withdrawn(),
                cutoff.window().map(Window::start).map(Columns::utc).orElse(null),
                cutoff.window().flatMap(Window::end).map(Columns::utc).orElse(null),
                cutoff.standing().certainty().word(),
                documents.write(cutoff),
                nextDueAt.map(Columns::utc).orElse(null));
        return cutoff;
    }

    Cutoff cutoff(String key, Effective effective, Certainty certainty) {
        return cutoff(of(key, effective, certainty), Optional.empty());
    }

    static Cutoff of(String key, Effective effective, Certainty certainty) {
        CutoffKey parsed = CutoffKey.parse(key);
        Subject subject = new Subject(parsed.subject(), parsed.subject().name(), SubjectKind.API, List.of());
        return new Cutoff(
                parsed,
                1,
                false,
                new Standing(
                        subject,
                        effective,
                        effective.window(),
                        certainty,
                        Replacement.UNKNOWN,
                        SOURCE,
                        1,
                        1,
                        List.of()));
    }

    void revision(Cutoff cutoff, String source, Instant saidAt) {
        execute(
                "insert into revision values ($1, $2, $3, '1', $4, $5, $6)",
                cutoff.id().value(),
                cutoff.revision(),
                source,
                Columns.utc(saidAt),
                Columns.utc(saidAt.plusSeconds(1)),
                documents.write(cutoff));
    }

    /** @param says empty if the source has taken it back */
    void claim(Cutoff cutoff, String source, Optional<Statement> says, Instant saidAt, Instant lastSaidAt) {
        execute(
                "insert into event values ($1, $2, 'dev.forewarn.cutoff.stated.v1', $3, $2, ''::bytea, $4)",
                source,
                cutoff.id().value(),
                Columns.utc(lastSaidAt),
                says.map(this::json).orElse(null));
        execute(
                "insert into claim values ($1, $2, $1, $3, $4)",
                cutoff.id().value(),
                source,
                Columns.utc(saidAt),
                says.isPresent());
    }

    RowSet<Row> execute(String sql, @Nullable Object... parameters) {
        return pool.preparedQuery(sql).execute(Tuple.from(parameters)).await().atMost(PATIENCE);
    }

    private String json(Statement statement) {
        try {
            return mapper.writeValueAsString(statement);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
