package dev.forewarn.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.forewarn.servers.ServersResource;
import dev.forewarn.subscription.Made.One;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gives the service under test another master key. It works on all rows, so that it leaves none behind. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ResealingTest {

    private static final String OTHER = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String URL = "https://receiver.invalid/";

    @Inject
    Pool pool;

    @Inject
    SecretSealer present;

    @Inject
    Made made;

    private final SecretSealer later =
            new SecretSealer(Optional.of(OTHER), Optional.of(List.of(ServersResource.MASTER_KEY)));

    @BeforeEach
    @AfterEach
    void nobody() {
        made.rows("delete from subscription");
    }

    @Test
    void sealsAnewAllThatIsNotSealedWithThePresentKey() throws GeneralSecurityException {
        List<One> many = IntStream.range(0, 230)
                .mapToObj(i -> made.subscription(0, URL, "paused"))
                .toList();
        One rich = many.get(7);
        put(rich, "headers", present.seal(Sealed.HEADERS, new Headers(Map.of("A", "b")).json(), rich.publicId()));
        put(rich, "previous_secret", present.seal(Sealed.SECRET, new byte[] {9}, rich.publicId()));
        made.rows("update subscription set previous_secret_until = now() + interval '1 day' where id = $1", rich.id());
        One old = many.get(99);
        put(old, "secret", unnamed(old, new byte[] {4, 5}));

        sealsAnew();

        SecretSealer alone = new SecretSealer(Optional.of(OTHER), Optional.empty());
        assertThat(many).allSatisfy(one -> assertThat(opened(alone, Sealed.SECRET, one, "secret"))
                .isEqualTo(one.equals(old) ? new byte[] {4, 5} : new byte[] {1, 2, 3}));
        assertThat(opened(alone, Sealed.SECRET, rich, "previous_secret")).isEqualTo(new byte[] {9});
        assertThat(Headers.ofJson(opened(alone, Sealed.HEADERS, rich, "headers"))
                        .values())
                .isEqualTo(Map.of("A", "b"));
        new SealCheck(pool, alone).check();
    }

    @Test
    void dropsASecretBeforeThatSignsNoMore() {
        One one = made.subscription(0, URL, "paused");
        put(one, "previous_secret", present.seal(Sealed.SECRET, new byte[] {9}, one.publicId()));
        made.rows("update subscription set previous_secret_until = now() where id = $1", one.id());

        sealsAnew();

        assertThat(made.row(one).getBuffer("previous_secret")).isNull();
        assertThat(made.row(one).getOffsetDateTime("previous_secret_until")).isNull();
    }

    @Test
    void leavesAloneWhatIsSealedWithThePresentKey() {
        One one = made.subscription(0, URL, "paused");
        sealsAnew();
        byte[] before = secret(one);

        sealsAnew();

        assertThat(secret(one)).isEqualTo(before);
    }

    @Test
    void goesOnBehindWhatNobodyCanOpen() {
        One broken = made.subscription(0, URL, "paused");
        put(broken, "secret", new byte[] {2, 1, 0, 0, 0, 0, 7});
        One sound = made.subscription(0, URL, "paused");

        sealsAnew();

        assertThat(secret(sound)).startsWith(later.mark());
        assertThat(secret(broken)).endsWith(7);
    }

    @Test
    void refusesToStartIfAKeyIsMissing() {
        for (int i = 0; i < 3; i++) {
            made.subscription(0, URL, "paused");
        }
        One other = made.subscription(0, URL, "paused");
        put(other, "secret", later.seal(Sealed.SECRET, new byte[] {1}, other.publicId()));

        new SealCheck(pool, later).check();
        refuses(present, other);
        refuses(new SecretSealer(Optional.of(OTHER), Optional.empty()), "sub_");
    }

    @Test
    void looksAtEverythingThatIsSealed() {
        for (String column : List.of("previous_secret", "headers")) {
            One one = made.subscription(0, URL, "paused");
            Sealed what = column.equals("headers") ? Sealed.HEADERS : Sealed.SECRET;
            put(one, column, later.seal(what, new byte[] {1}, one.publicId()));
            refuses(present, one);
            made.rows("delete from subscription where id = $1", one.id());
        }
    }

    private void refuses(SecretSealer sealer, One one) {
        refuses(sealer, one.publicId());
    }

    private void refuses(SecretSealer sealer, String named) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new SealCheck(pool, sealer).check())
                .withMessageStartingWith("FOREWARN_MASTER_KEY")
                .withMessageContaining(named)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private void sealsAnew() {
        Resealing resealing = new Resealing(pool, later, InstantSource.system());
        Duration rest = Duration.ZERO;
        while (rest.isZero()) {
            rest = resealing.step().await().atMost(Made.AT_MOST);
        }
    }

    private void put(One one, String column, byte[] sealed) {
        String statement =
                switch (column) {
                    case "secret" -> "update subscription set secret = $2 where id = $1";
                    case "previous_secret" -> "update subscription set previous_secret = $2 where id = $1";
                    default -> "update subscription set headers = $2 where id = $1";
                };
        made.rows(statement, one.id(), Buffer.buffer(sealed));
    }

    private byte[] secret(One one) {
        return made.row(one).getBuffer("secret").getBytes();
    }

    private byte[] opened(SecretSealer sealer, Sealed what, One one, String column) {
        Row row = made.row(one);
        return sealer.open(what, row.getBuffer(column).getBytes(), one.publicId());
    }

    /** As the first release sealed: a 1, the vector, the cipher text; bound to the public id alone. */
    private static byte[] unnamed(One one, byte[] secret) throws GeneralSecurityException {
        byte[] vector = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(Base64.getDecoder().decode(ServersResource.MASTER_KEY), "AES"),
                new GCMParameterSpec(128, vector));
        cipher.updateAAD(one.publicId().getBytes(UTF_8));
        byte[] text = cipher.doFinal(secret);
        return ByteBuffer.allocate(1 + vector.length + text.length)
                .put((byte) 1)
                .put(vector)
                .put(text)
                .array();
    }
}
