package dev.forewarn.benchmark;

/**
 * Deliveries of the last days that the database holds already, and a tenth as many that wait for another day. They are those
 * of notices before the first.
 */
final class Stored {

    private static final int DAYS = 10;
    private static final int CHUNK = 1_000_000;

    private static final String PARTITIONS =
            "select ensure_partitions(?::integer + (now() at time zone 'UTC')::date, (now() at time zone 'UTC')::date)";

    private static final String ENDED =
            """
            insert into delivery (subscription_id, position, day, state, attempts, status, took_ms, at)
            select 1 + n %% %1$d, -1 - n / %1$d, (now() at time zone 'UTC')::date - (n / %1$d %% %2$d)::integer, 0, 1, 204, 3, now()
            from generate_series(?::bigint, ?::bigint) as n"""
                    .formatted(Due.SUBSCRIPTIONS, DAYS);

    private static final String WAITING =
            """
            insert into waiting (subscription_id, due_at, position, day, attempts)
            select 1 + n %% %1$d, now() + interval '1 day', -1 - n / %1$d, (now() at time zone 'UTC')::date, 1
            from generate_series(?::bigint, ?::bigint) as n"""
                    .formatted(Due.SUBSCRIPTIONS);

    private final Database database;
    private long stored;

    Stored(Database database) {
        this.database = database;
        database.execute(PARTITIONS, 1 - DAYS);
    }

    void grow(long size) {
        // The others are behind it.
        database.execute(WAITING, stored / 10, size / 10 - 1);
        while (stored < size) {
            long next = Math.min(size, stored + CHUNK);
            database.execute(ENDED, stored, next - 1);
            stored = next;
        }
        database.execute("vacuum analyze delivery, waiting");
    }

    /** Forgets what a run has added. */
    void restore() {
        database.execute("delete from delivery where day >= (now() at time zone 'UTC')::date - 1 and position > 0");
        database.execute("vacuum delivery, waiting, lane");
    }
}
