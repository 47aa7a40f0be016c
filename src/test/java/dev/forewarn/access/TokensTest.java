package dev.forewarn.access;

import static dev.forewarn.access.Newcomers.operator;
import static dev.forewarn.access.Newcomers.otherOperator;
import static dev.forewarn.access.Newcomers.owner;
import static dev.forewarn.access.Newcomers.posted;
import static dev.forewarn.access.Newcomers.with;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.Problem;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@TestProfile(Strict.class)
class TokensTest {

    private static final String SUBSCRIBER = "{\"name\": \"mine\", \"role\": \"subscriber\"}";

    @ConfigProperty(name = KeySet.SIGNING_KEY)
    String signingKey = "";

    @Test
    void anOperatorsTokenSeesAll() {
        String token = signed(token("operator"));
        String owner = owner();

        with(token).get("/v1/owners/" + owner).then().statusCode(200);
        posted(with(token), "/v1/keys", SUBSCRIBER).statusCode(201).body("owner", equalTo("own_operator"));
    }

    @Test
    void aSubscribersTokenSeesWhatIsItsOwners() {
        String owner = owner();
        String token = signed(token("subscriber").claim("forewarn_owner", owner));

        posted(with(token), "/v1/keys", SUBSCRIBER).statusCode(201).body("owner", equalTo(owner));
        with(token).get("/v1/keys").then().body("items.owner", contains(owner));
        with(signed(token("subscriber").claim("forewarn_owner", owner())))
                .get("/v1/keys")
                .then()
                .body("items", empty());
        problem(with(token).get("/v1/owners").then(), 403);
    }

    @Test
    void aSubscribersTokenNamesAnOwnerThatThereIs() {
        problem(with(signed(token("subscriber"))).get("/v1/keys").then(), 403);
        for (Object owner : new Object[] {"own_nobody", "", "\u0000", 7, List.of()}) {
            problem(
                    with(signed(token("subscriber").claim("forewarn_owner", owner)))
                            .get("/v1/keys")
                            .then(),
                    403);
        }
    }

    @Test
    void aTokenWithoutARoleDoesNotEvenReadWhereReadsAreNotPublic() {
        String token = signed(token("somebody"));

        problem(with(token).get("/v1/cutoffs").then(), 403);
        problem(with(token).get("/v1/keys").then(), 403);
        problem(with(token).get("/v1/owners").then(), 403);
        problem(published(token, "urn:a", "a"), 403);
    }

    @Test
    void aPublishersTokenSpeaksForWhomItsClaimsSay() {
        String token = signed(token("publisher")
                .claim("forewarn_sources", List.of("urn:a:*"))
                .claim("forewarn_providers", List.of("a", "b"))
                .claim("forewarn_authority", "press"));

        published(token, "urn:a:1", "a").statusCode(202);
        problem(published(token, "urn:b:1", "c"), 403)
                .body("errors.pointer", containsInAnyOrder("/source", "/data/subject/id"));
    }

    @Test
    void aPublishersTokenWithoutClaimsSpeaksForNobody() {
        problem(published(signed(token("publisher")), "urn:a:1", "a"), 403);
        problem(
                published(
                        signed(token("publisher")
                                .claim("forewarn_sources", List.of("**"))
                                .claim("forewarn_providers", List.of("*"))
                                .claim("forewarn_authority", "king")),
                        "urn:a:1",
                        "a"),
                403);
    }

    @Test
    void aTokenThatIsNotForUsIsRefused() throws GeneralSecurityException {
        KeyPairGenerator others = KeyPairGenerator.getInstance("RSA");
        others.initialize(2048);
        PrivateKey other = others.generateKeyPair().getPrivate();

        refused(token("operator").jws().keyId(KeySet.KEY_ID).sign(other));
        refused(signed(token("operator").issuer("https://other.example")));
        refused(signed(token("operator").audience("other")));
        refused(signed(token("operator").expiresAt(Instant.now().minusSeconds(3600))));
        refused(signed(token("operator")) + "x");
        String[] parts = signed(token("operator")).split("\\.", -1);
        refused("eyJhbGciOiJub25lIn0." + parts[1] + ".");
        for (String nonsense :
                List.of("..", "...", ".", "x.y.z", "e30.e30.e30", "e30.", ".e30", "a.%00.b", "e30.e30.e30.e30.e30")) {
            refused(nonsense);
        }
    }

    @Test
    void keysHoldAsTheyDidBefore() {
        operator().get("/v1/owners").then().statusCode(200);
        with(otherOperator()).get("/v1/owners").then().statusCode(200);
        refused("fwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    }

    private static JwtClaimsBuilder token(String role) {
        return Jwt.issuer(KeySet.ISSUER)
                .audience(KeySet.AUDIENCE)
                .subject(UUID.randomUUID().toString())
                .expiresAt(Instant.now().plusSeconds(3600))
                .claim("roles", List.of(role));
    }

    private String signed(JwtClaimsBuilder token) {
        return token.jws().keyId(KeySet.KEY_ID).sign(key());
    }

    private PrivateKey key() {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(signingKey)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ValidatableResponse published(String token, String source, String provider) {
        return with(token)
                .header("Content-Type", "application/cloudevents+json")
                .body(
                        """
                        {"specversion": "1.0", "type": "dev.forewarn.cutoff.withdrawn.v1", "id": "%s", "source": "%s",
                         "time": "2026-03-24T18:00:00Z",
                         "data": {"subject": {"id": "%s/x"}, "milestone": "shutdown"}}"""
                                .formatted(UUID.randomUUID(), source, provider)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/v1/events")
                .then();
    }

    private static void refused(String token) {
        problem(with(token).get("/v1/owners").then(), 401).header("WWW-Authenticate", containsString("invalid_token"));
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType(Problem.MEDIA_TYPE).body("status", equalTo(status));
    }
}
