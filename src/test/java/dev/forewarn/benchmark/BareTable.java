package dev.forewarn.benchmark;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table like one of the service's, with the same indexes, and what the service has written into that since. */
final class BareTable {

    private static final Map<String, Class<?>> TYPES = Map.of(
            "text", String.class,
            "_text", String.class,
            "int2", Short.class,
            "int4", Integer.class,
            "int8", Long.class,
            "bool", Boolean.class,
            "timestamptz", OffsetDateTime.class,
            "bytea", Buffer.class);

    private static final String COLUMNS =
            """
            select string_agg(column_name || ' ' || udt_name, ',' order by ordinal_position)
            from information_schema.columns where table_schema = 'public' and table_name = ?""";

    private static final String KEY =
            """
            select string_agg(a.attname, ',') from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
            where i.indisprimary and i.indrelid = ?::regclass""";

    private record Column(String name, String type) {

        /** An array in an array would be unnested, too. */
        String read() {
            return type.equals("_text") ? "array_to_string(%s, e'\\n')".formatted(name) : name;
        }

        String written() {
            return type.equals("_text") ? "string_to_array(n.%s, e'\\n')".formatted(name) : "n." + name;
        }

        String parameter(int number) {
            return "$" + number + "::" + (type.equals("_text") ? "text" : type) + "[]";
        }
    }

    private final Database database;
    private final String name;
    private final List<Column> columns;
    private final List<String> key;
    private final long inserted;
    private final long updated;
    private final String mark;
    private List<Row> rows = List.of();
    private int versions;

    /** Makes it anew, and counts what is written into the service's from now on. */
    BareTable(Database database, String name) {
        this.database = database;
        this.name = name;
        this.columns = Arrays.stream(database.text(COLUMNS, name).split(","))
                .map(column -> column.split(" "))
                .map(column -> new Column(column[0], column[1]))
                .toList();
        this.key = List.of(database.text(KEY, name).split(","));
        this.inserted = count("n_tup_ins");
        this.updated = count("n_tup_upd");
        this.mark = database.text("select pg_current_xact_id()::text");
        database.execute("drop table if exists bare." + name);
        database.execute("create table bare." + name + " (like public." + name + " including all)");
    }

    private long count(String counter) {
        return database.number(
                "select " + counter + " from pg_stat_user_tables where schemaname = 'public' and relname = ?", name);
    }

    /** What was written since: the rows as they are now, and how often rows were written at all. */
    void read(Pool pool) {
        long newRows = count("n_tup_ins") - inserted;
        versions = Math.toIntExact(newRows + count("n_tup_upd") - updated);
        rows = new ArrayList<>(Math.toIntExact(newRows));
        // In the order in which they were written; xmin is the newest version's, which is no older than the mark.
        pool.query("select " + list(Column::read) + " from public." + name + " where xmin::text::bigint >= " + mark
                        + " order by ctid")
                .executeAndAwait()
                .forEach(rows::add);
    }

    /** Writes its part of one of so many batches. First all rows are inserted, then they are written again. */
    Uni<Void> write(SqlConnection tx, int batch, int batches) {
        int from = (int) ((long) versions * batch / batches);
        int to = (int) ((long) versions * (batch + 1) / batches);
        int between = Math.max(from, Math.min(to, rows.size()));
        Uni<Void> insert = run(tx, insert(), from, Math.max(from, between));
        return between == to ? insert : insert.chain(() -> run(tx, update(), between, to));
    }

    private Uni<Void> run(SqlConnection tx, String statement, int from, int to) {
        return from >= to || rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(statement).execute(columns(from, to)).replaceWithVoid();
    }

    private Tuple columns(int from, int to) {
        Tuple tuple = Tuple.tuple();
        for (int i = 0; i < columns.size(); i++) {
            tuple.addValue(column(i, from, to));
        }
        return tuple;
    }

    private Object column(int column, int from, int to) {
        Class<?> type = TYPES.get(columns.get(column).type());
        Object[] values = (Object[]) Array.newInstance(type, to - from);
        for (int i = from; i < to; i++) {
            values[i - from] = value(rows.get(i % rows.size()), column);
        }
        return values;
    }

    private static @Nullable Object value(Row row, int column) {
        return row.getDelegate().getValue(column);
    }

    private String insert() {
        return "insert into bare." + name + " (" + list(Column::name) + ") select " + list(Column::written) + source();
    }

    private String update() {
        String set = columns.stream()
                .filter(column -> !key.contains(column.name()))
                .map(column -> column.name() + " = " + column.written())
                .collect(Collectors.joining(", "));
        String same =
                key.stream().map(column -> "t." + column + " = n." + column).collect(Collectors.joining(" and "));
        return "update bare." + name + " t set " + set + source() + " where " + same;
    }

    private String source() {
        String parameters = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).parameter(i + 1))
                .collect(Collectors.joining(", "));
        return " from unnest(" + parameters + ") as n(" + list(Column::name) + ")";
    }

    private String list(Function<Column, String> what) {
        return columns.stream().map(what).collect(Collectors.joining(", "));
    }
}
