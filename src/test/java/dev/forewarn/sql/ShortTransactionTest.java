package dev.forewarn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Rows of the table of owners stand for whatever is written. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ShortTransactionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    // More than the pool holds: who does not give a connection back is found out.
    private static final int TIMES = 50;

    private final String name = "own_short_" + UUID.randomUUID();

    private final Set<String> committed = ConcurrentHashMap.newKeySet();

    @Inject
    Pool pool;

    @Test
    void whatIsWrittenIsCommittedByTheEnd() {
        for (int i = 0; i < TIMES; i++) {
            String each = name + i;
            String answer = await(ShortTransaction.in(
                    pool, transaction -> put(transaction, each).replaceWith("done")));
            assertThat(answer).isEqualTo("done");
            assertThat(isThere(each)).isTrue();
        }
    }

    @Test
    void theCommitMayBeSentAlongWithTheLastStatements() {
        await(ShortTransaction.in(pool, transaction -> Uni.combine()
                .all()
                .unis(put(transaction, name), transaction.commit())
                .discardItems()));
        assertThat(isThere(name)).isTrue();
    }

    @Test
    void aCommitBehindAStatementThatFailsCommitsNothing() {
        for (int i = 0; i < TIMES; i++) {
            assertThatThrownBy(() -> await(ShortTransaction.in(pool, transaction -> Uni.combine()
                            .all()
                            .unis(put(transaction, name), put(transaction, name), transaction.commit())
                            .discardItems())))
                    .isInstanceOf(PgException.class)
                    .hasMessageContaining("duplicate key");
        }
        assertThat(isThere(name)).isFalse();
    }

    @Test
    void workThatFailsIsRolledBack() {
        for (int i = 0; i < TIMES; i++) {
            assertThatThrownBy(() -> await(ShortTransaction.in(
                            pool, transaction -> put(transaction, name).invoke(() -> {
                                throw new IllegalStateException("no more of this");
                            }))))
                    .hasMessageContaining("no more of this");
        }
        assertThat(isThere(name)).isFalse();
    }

    /** Behind a statement that is on its way nothing may be sent that would stand outside of the transaction. */
    @Test
    void workThatIsGivenUpIsDoneToItsEndAndFailsAsAWhole() {
        for (int i = 0; i < TIMES; i++) {
            String each = name + i;
            giveUp(
                    transaction -> put(transaction, each)
                            .chain(() -> pause(transaction))
                            .chain(() -> put(transaction, each + "-second"))
                            .chain(() -> put(transaction, each)),
                    each);
            giveUp(transaction -> pause(transaction).chain(() -> put(transaction, each + "-whole")), each + "-whole");
        }
        for (int i = 0; i < TIMES; i++) {
            String each = name + i;
            // What a commit calls for is done, too.
            Awaitility.await().atMost(PATIENCE).until(() -> committed.contains(each + "-whole"));
            assertThat(isThere(each + "-whole")).isTrue();
            assertThat(committed).doesNotContain(each);
            assertThat(isThere(each)).isFalse();
            assertThat(isThere(each + "-second")).isFalse();
        }
    }

    private void giveUp(Function<ShortTransaction, Uni<Void>> work, String what) {
        assertThatThrownBy(() -> await(ShortTransaction.in(pool, work, any -> committed.add(what))
                        .ifNoItem()
                        .after(Duration.ofMillis(5))
                        .fail()))
                .isInstanceOf(TimeoutException.class);
    }

    private static Uni<Void> pause(ShortTransaction transaction) {
        return transaction.connection().query("select pg_sleep(0.05)").execute().replaceWithVoid();
    }

    private static Uni<Void> put(ShortTransaction transaction, String name) {
        return transaction
                .connection()
                .preparedQuery("insert into owner (public_id, name, created_at) values ($1, 'short', now())")
                .execute(Tuple.of(name))
                .replaceWithVoid();
    }

    private boolean isThere(String name) {
        return await(pool.preparedQuery("select from owner where public_id = $1")
                                .execute(Tuple.of(name)))
                        .size()
                > 0;
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
