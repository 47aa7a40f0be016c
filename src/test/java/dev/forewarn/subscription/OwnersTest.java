package dev.forewarn.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.forewarn.access.IdempotencyKey;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.subscription.Made.One;
import dev.forewarn.subscription.SubscriptionStore.Registration;
import dev.forewarn.subscription.SubscriptionStore.Wanted;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class OwnersTest {

    private static final String PATH = "/v1/subscriptions";
    private static final String URL = "https://receiver.invalid/";

    @Inject
    Made made;

    @Inject
    SubscriptionStore store;

    @Inject
    SubscriptionControl control;

    @Inject
    Directory directory;

    @Inject
    SubscriptionSettings settings;

    private long owner;
    private Optional<Long> other;

    @BeforeEach
    void owners() {
        owner = made.owner();
        other = Optional.of(made.owner());
    }

    @Test
    void anothersSubscriptionIsNotThere() {
        One one = made.subscription(owner, URL, "active");
        String id = one.publicId();

        List<Supplier<Uni<?>>> calls = List.of(
                () -> store.get(id, other),
                () -> store.change(id, other, standing -> terms()),
                () -> store.delete(id, other),
                () -> control.pause(id, other),
                () -> control.resume(id, other),
                () -> control.rotate(id, other, Secret.random(), Duration.ZERO),
                () -> directory.named(id, other));
        assertThat(calls).allSatisfy(call -> assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> result(call))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(404)));
        assertThat(made.state(one)).isEqualTo("active");
        assertThat(result(() -> directory.named(id, Optional.of(owner))))
                .isEqualTo(new Directory.Listed(one.id(), id, "active"));
        assertThat(result(() -> directory.named(id, Optional.empty())).id()).isEqualTo(one.id());
    }

    @Test
    void anothersSubscriptionIsInNoList() {
        One one = made.subscription(owner, URL, "active");
        String name = ownerName();

        assertThat(result(() -> store.list(listing(null), Optional.of(owner))))
                .extracting(SubscriptionStore.Listed::place)
                .containsExactly(one.id());
        assertThat(result(() -> store.list(listing(name), Optional.of(owner)))).hasSize(1);
        assertThat(result(() -> store.list(listing(null), other))).isEmpty();
        assertThat(result(() -> store.list(listing(name), other))).isEmpty();
    }

    @Test
    void anOperatorSeesWhoseItIsAndListsTheOnesOfAnOwner() {
        One one = made.subscription(owner, URL, "active");

        operator()
                .queryParam("owner", ownerName())
                .get(PATH)
                .then()
                .statusCode(200)
                .body("items.id", contains(one.publicId()))
                .body("items.owner", contains(ownerName()));
        operator().get(PATH + "/" + one.publicId()).then().statusCode(200).body("owner", equalTo(ownerName()));
        operator()
                .queryParam("owner", "own_nobody")
                .get(PATH)
                .then()
                .statusCode(200)
                .body("items", empty());
        for (String wrong : List.of("own_", "sub_a", "own_\u0000", "own_\ud800", "0")) {
            operator()
                    .queryParam("owner", wrong)
                    .get(PATH)
                    .then()
                    .statusCode(400)
                    .body("errors.parameter", contains("owner"));
        }
    }

    @Test
    void nobodyHasMoreThanIsAllowedHoweverManyComeAtOnce() {
        made.rows(
                """
                insert into subscription (public_id, owner_id, url, format, state, secret, created_at, updated_at)
                select 'sub_' || $1::bigint || '_' || i, $1, 'https://receiver.invalid/', 'standard', 'paused', '\\x02',
                    now(), now()
                from generate_series(3, $2::integer) as i""",
                owner,
                settings.maxPerOwner());

        List<CompletableFuture<Boolean>> attempts = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(this::registers))
                .toList();

        assertThat(attempts.stream().filter(CompletableFuture::join)).hasSize(2);
        assertThat(made.number("select count(*) from subscription where owner_id = $1", owner))
                .isEqualTo(settings.maxPerOwner());
        made.rows("delete from subscription where owner_id = $1", owner);
    }

    private boolean registers() {
        try {
            result(() -> store.register(new Wanted(owner, terms(), Secret.random(), Optional.empty())));
            return true;
        } catch (ProblemException e) {
            assertThat(e.problem().status()).isEqualTo(409);
            assertThat(e.problem().detail()).contains(Integer.toString(settings.maxPerOwner()));
            return false;
        }
    }

    @Test
    void theSameKeyRegistersOnceAndTheSecretIsNotRepeated() {
        String key = UUID.randomUUID().toString();
        String body = "{\"url\": \"" + URL + "\", \"description\": \"" + key + "\"}";

        String id = register(key, body)
                .statusCode(201)
                .body("secret", notNullValue())
                .extract()
                .path("id");
        register(key, body)
                .statusCode(201)
                .header(IdempotencyKey.REPLAYED, "true")
                .body("id", equalTo(id))
                .body("secret", nullValue());
        register(key, "{\"url\": \"https://other.invalid/\"}").statusCode(422).contentType(Problem.MEDIA_TYPE);

        assertThat(made.number("select count(*) from subscription where description = $1", key))
                .isEqualTo(1);
        operator().delete(PATH + "/" + id).then().statusCode(204);
        register(key, body).statusCode(409);
    }

    @Test
    void keysOfDifferentOwnersAreDifferent() {
        Optional<IdempotencyKey> key = IdempotencyKey.of("same", PATH, new byte[0]);

        Registration first = result(() -> store.register(new Wanted(owner, terms(), Secret.random(), key)));
        Registration second =
                result(() -> store.register(new Wanted(other.orElseThrow(), terms(), Secret.random(), key)));

        assertThat(first.before()).isFalse();
        assertThat(second.before()).isFalse();
        assertThat(second.view().id()).isNotEqualTo(first.view().id());
    }

    private String ownerName() {
        return made.rows("select public_id from owner where id = $1", owner)
                .get(0)
                .getString(0);
    }

    private static Listing listing(@Nullable String owner) {
        return Listing.of(null, null, owner, null);
    }

    private static Terms terms() {
        return new Terms(
                WebhookUrl.parse(URL, false),
                new Filter(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
                Format.STANDARD,
                Optional.empty(),
                Headers.NONE);
    }

    private static ValidatableResponse register(String key, String body) {
        return operator()
                .header(IdempotencyKey.HEADER, key)
                .contentType(ContentType.JSON)
                .body(body)
                .post(PATH)
                .then();
    }

    private static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + ServersResource.ADMIN_KEY);
    }

    private static <T> T result(Supplier<? extends Uni<? extends T>> work) {
        try {
            return VertxContextSupport.<T>subscribeAndAwait(() -> work.get().map(any -> any));
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new CompletionException(e);
        }
    }
}
