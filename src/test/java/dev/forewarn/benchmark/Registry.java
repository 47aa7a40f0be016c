package dev.forewarn.benchmark;

import dev.forewarn.subscription.SealedSecrets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.IntFunction;

/** Writes active subscriptions into the tables, as if they had been registered and had said yes. */
final class Registry {

    private static final int BATCH = 5_000;

    private static final String SUBSCRIPTION =
            """
            insert into subscription (public_id, url, format, state, secret, created_at, updated_at, verified_at)
            select public_id, url, 'standard', 'active', secret, now(), now(), now()
            from unnest(?::text[], ?::text[], ?::bytea[]) as n(public_id, url, secret)""";

    /** Milestones, kinds and lead times are the bits of {@code subscription.Mask}. */
    private static final String ROUTE =
            """
            insert into subscription_subject (pattern, subscription_id, milestones, kinds, lead_times)
            select n.pattern, s.id, -1, ?, ?
            from unnest(?::text[], ?::text[]) as n(public_id, pattern) join subscription s using (public_id)""";

    private final Database database;
    private final SealedSecrets secrets = new SealedSecrets(Service.MASTER_KEY);
    private int registered;

    Registry(Database database) {
        this.database = database;
    }

    /**
     * Registers so many.
     *
     * @param url of each, by its number from 0
     * @param pattern of each, by its number from 0
     * @param kinds which kinds of notices they take, as bits
     * @param leadTimes which rungs they pick, as bits
     */
    void register(int count, IntFunction<String> url, IntFunction<String> pattern, int kinds, int leadTimes) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (int from = 0; from < count; from += BATCH) {
                register(connection, from, Math.min(BATCH, count - from), url, pattern, kinds, leadTimes);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        database.execute("vacuum analyze subscription, subscription_subject");
    }

    private void register(
            Connection connection,
            int from,
            int count,
            IntFunction<String> url,
            IntFunction<String> pattern,
            int kinds,
            int leadTimes)
            throws SQLException {
        String[] ids = new String[count];
        String[] urls = new String[count];
        String[] patterns = new String[count];
        byte[][] sealed = new byte[count][];
        for (int i = 0; i < count; i++) {
            ids[i] = "sub_%026d".formatted(registered++);
            urls[i] = url.apply(from + i);
            patterns[i] = pattern.apply(from + i);
            sealed[i] = secrets.seal(ids[i]);
        }
        try (PreparedStatement subscription = connection.prepareStatement(SUBSCRIPTION);
                PreparedStatement route = connection.prepareStatement(ROUTE)) {
            subscription.setArray(1, connection.createArrayOf("text", ids));
            subscription.setArray(2, connection.createArrayOf("text", urls));
            subscription.setArray(3, connection.createArrayOf("bytea", sealed));
            subscription.execute();
            route.setInt(1, kinds);
            route.setInt(2, leadTimes);
            route.setArray(3, connection.createArrayOf("text", ids));
            route.setArray(4, connection.createArrayOf("text", patterns));
            route.execute();
        }
    }
}
