package dev.forewarn.ledger;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What is stored, for tests to look at. */
@Singleton
public class Tables {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** One checksum of each table that an event may touch. */
    private static final String CHECKSUMS =
            """
            select 'event' as name, md5(string_agg(t::text, e'\\n' order by t::text)) as sum from event t
            union all select 'claim', md5(string_agg(t::text, e'\\n' order by t::text)) from claim t
            union all select 'claim_follows', md5(string_agg(t::text, e'\\n' order by t::text)) from claim_follows t
            union all select 'confirmation', md5(string_agg(t::text, e'\\n' order by t::text)) from confirmation t
            union all select 'subject', md5(string_agg(t::text, e'\\n' order by t::text)) from subject t
            union all select 'cutoff', md5(string_agg(t::text, e'\\n' order by t::text)) from cutoff t
            union all select 'revision', md5(string_agg(t::text, e'\\n' order by t::text)) from revision t
            union all select 'notice', md5(string_agg(t::text, e'\\n' order by t::text)) from notice t""";

    private final Pool pool;

    Tables(Pool pool) {
        this.pool = pool;
    }

    public List<Row> rows(String sql, Object... parameters) {
        var rows =
                pool.preparedQuery(sql).execute(Tuple.from(parameters)).await().atMost(PATIENCE);
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    /** The first column, as texts. */
    public List<String> texts(String sql, Object... parameters) {
        return rows(sql, parameters).stream()
                .map(row -> String.valueOf(row.getValue(0)))
                .toList();
    }

    public long number(String sql, Object... parameters) {
        return rows(sql, parameters).get(0).getLong(0);
    }

    public Map<String, String> checksums() {
        return rows(CHECKSUMS).stream()
                .collect(Collectors.toMap(row -> row.getString("name"), row -> String.valueOf(row.getString("sum"))));
    }
}
