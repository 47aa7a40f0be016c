package dev.forewarn.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.forewarn.ledger.Tables;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.ProblemException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class IdempotencyTest {

    private static final String PATH = "/v1/things";

    @Inject
    Idempotency idempotency;

    @Inject
    Tables tables;

    private String key = "";

    @BeforeEach
    void nobodyHasUsedTheKey() {
        key = UUID.randomUUID().toString();
    }

    @Test
    void givesWhatWasCreatedBeforeUnderTheSameKey() throws Throwable {
        assertThat(claim("{}", "thing_1")).isEmpty();
        assertThat(claim("{}", "thing_2")).contains("thing_1");
        assertThat(claim("{}", "thing_3")).contains("thing_1");
    }

    @Test
    void asksForNothingWithoutAKey() throws Throwable {
        assertThat(claimed(Optional.empty(), "thing_1")).isEmpty();
        assertThat(claimed(Optional.empty(), "thing_1")).isEmpty();
    }

    @Test
    void refusesAnotherRequestUnderTheSameKey() throws Throwable {
        claim("{}", "thing_1");

        refused(IdempotencyKey.of(key, PATH, "{ }".getBytes(UTF_8)));
        refused(IdempotencyKey.of(key, "/v1/others", "{}".getBytes(UTF_8)));
    }

    @Test
    void belongsToAnOwner() throws Throwable {
        long other = owner();
        claim("{}", "thing_1");

        assertThat(await(() -> idempotency.claim(other, key("{}"), "thing_2"))).isEmpty();
        assertThat(await(() -> idempotency.claim(other, key("{}"), "thing_3"))).contains("thing_2");
    }

    @Test
    void isForgottenWhenTheCreationFails() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> await(() -> idempotency
                        .claim(Caller.OPERATORS, key("{}"), "thing_1")
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("it can't be created")))));

        assertThat(claims()).isZero();
    }

    @Test
    void holdsForADayAndIsThenTakenAwayByTheNext() throws Throwable {
        claim("{}", "thing_1");
        age("23 hours 59 minutes");
        assertThat(claim("{}", "thing_2")).contains("thing_1");

        age("24 hours");
        assertThat(claim("[]", "thing_3")).isEmpty();
        assertThat(claim("[]", "thing_4")).contains("thing_3");

        age("24 hours");
        claimed(IdempotencyKey.of(UUID.randomUUID().toString(), PATH, new byte[0]), "thing_5");
        assertThat(claims()).isZero();
    }

    @Test
    void letsOneOfManyAtOnceCreate() {
        List<Optional<String>> outcomes = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> claimedBy("thing_" + i)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(outcomes).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(Set.copyOf(outcomes)).hasSize(2);
    }

    @Test
    void isNobodysWhoseOwnerIsGone() {
        assertThatExceptionOfType(AuthenticationFailedException.class)
                .isThrownBy(() -> await(() -> idempotency.claim(Long.MAX_VALUE, key("{}"), "thing_1")));
    }

    private void refused(Optional<IdempotencyKey> other) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> claimed(other, "thing_2"))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(422));
    }

    private Optional<String> claimedBy(String publicId) {
        try {
            return claim("{}", publicId);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<String> claim(String body, String publicId) throws Throwable {
        return claimed(key(body), publicId);
    }

    private Optional<IdempotencyKey> key(String body) {
        return IdempotencyKey.of(key, PATH, body.getBytes(UTF_8));
    }

    private Optional<String> claimed(Optional<IdempotencyKey> given, String publicId) throws Throwable {
        return await(() -> idempotency.claim(Caller.OPERATORS, given, publicId));
    }

    private static <T> T await(Supplier<Uni<T>> work) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> Panache.withTransaction(work));
    }

    private long owner() {
        String sql = "insert into owner (public_id, name, created_at) values ($1, 'another', now()) returning id";
        return tables.number(sql, "own_" + key);
    }

    private long claims() {
        return tables.number("select count(*) from idempotency where key = $1", key);
    }

    private void age(String by) {
        tables.rows("update idempotency set at = now() - $2::text::interval where key = $1", key, by);
    }
}
