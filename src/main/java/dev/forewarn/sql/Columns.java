package dev.forewarn.sql;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * The columns of some rows, as the parameters of one statement. The columns stand in the order in which they are added.
 *
 * @param <T> what a row is made of
 */
public final class Columns<T> {

    private final List<T> rows;
    private final Tuple tuple = Tuple.tuple();

    private Columns(Collection<? extends T> rows) {
        this.rows = List.copyOf(rows);
    }

    public static <T> Columns<T> of(Collection<? extends T> rows) {
        return new Columns<>(rows);
    }

    public Columns<T> text(Function<T, String> column) {
        return add(column, String[]::new);
    }

    public Columns<T> optionalText(Function<T, Optional<String>> column) {
        return add(column.andThen(value -> value.orElse(null)), String[]::new);
    }

    public Columns<T> integer(ToIntFunction<T> column) {
        return add(column::applyAsInt, Integer[]::new);
    }

    public Columns<T> smallint(ToIntFunction<T> column) {
        return add(row -> (short) column.applyAsInt(row), Short[]::new);
    }

    public Columns<T> optionalInteger(Function<T, Optional<Integer>> column) {
        return add(column.andThen(value -> value.orElse(null)), Integer[]::new);
    }

    public Columns<T> bigint(ToLongFunction<T> column) {
        return add(column::applyAsLong, Long[]::new);
    }

    public Columns<T> bool(Predicate<T> column) {
        return add(column::test, Boolean[]::new);
    }

    public Columns<T> bytes(Function<T, Buffer> column) {
        return add(column, Buffer[]::new);
    }

    public Columns<T> date(Function<T, LocalDate> column) {
        return add(column, LocalDate[]::new);
    }

    public Columns<T> instant(Function<T, Instant> column) {
        return add(column.andThen(Columns::utc), OffsetDateTime[]::new);
    }

    public Columns<T> optionalInstant(Function<T, Optional<Instant>> column) {
        return add(column.andThen(value -> value.map(Columns::utc).orElse(null)), OffsetDateTime[]::new);
    }

    /** A parameter that is no column. */
    public Columns<T> value(Object value) {
        tuple.addValue(value);
        return this;
    }

    public Tuple tuple() {
        return tuple;
    }

    /** An instant as the client wants it for {@code timestamptz}. */
    public static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private <V> Columns<T> add(Function<T, V> column, IntFunction<V[]> array) {
        tuple.addValue(rows.stream().map(column).toArray(array));
        return this;
    }
}
