package dev.forewarn.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.contract.Description;
import dev.forewarn.servers.ServersResource;
import dev.forewarn.web.Retiring;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.Test;

/** What of our own ends is said as we want others to say it. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class RetiringTest {

    @Inject
    BeanManager beans;

    @Test
    void whoUsesItIsToldSinceWhenUntilWhenAndWhatTakesItsPlace() {
        Response answer = given().get("/v1/subjects?provider=openai");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Deprecation"))
                .isEqualTo("@" + Instant.parse("2026-11-28T00:00:00Z").getEpochSecond());
        assertThat(answer.header("Sunset")).isEqualTo("Wed, 01 Dec 2027 00:00:00 GMT");
        List<String> links = answer.headers().getValues("Link");
        assertThat(links)
                .contains("</q/openapi>; rel=\"deprecation\"", "</q/openapi>; rel=\"sunset\"")
                .anyMatch(link -> link.endsWith("; rel=\"successor-version\""));
        String successor = links.stream()
                .filter(link -> link.contains("successor"))
                .map(link -> link.substring(1, link.indexOf('>')))
                .findFirst()
                .orElseThrow();
        assertThat(successor).startsWith("/v1/subjects?subject=openai");
        Response next = given().urlEncodingEnabled(false).get(successor);
        assertThat(next.statusCode()).isEqualTo(200);
        assertThat(next.asByteArray()).isEqualTo(answer.asByteArray());
    }

    @Test
    void alsoWhoHasItAlreadyIsTold() {
        String tag = given().get("/v1/subjects?provider=openai").header("ETag");
        Response again = given().header("If-None-Match", tag).get("/v1/subjects?provider=openai");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.header("Deprecation")).isNotNull();
    }

    @Test
    void whoDoesNotUseItIsToldNothing() {
        Response answer = given().get("/v1/subjects");
        assertThat(answer.header("Deprecation")).isNull();
        assertThat(answer.header("Sunset")).isNull();
    }

    @Test
    void theDescriptionMarksTheSame() {
        assertThat(Description.read().deprecated())
                .containsExactlyInAnyOrderElementsOf(retiring())
                .isNotEmpty();
    }

    private List<String> retiring() {
        return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(bean -> bean.getBeanClass())
                .filter(type -> type.isAnnotationPresent(Path.class))
                .distinct()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .flatMap(RetiringTest::retiring)
                .toList();
    }

    private static Stream<String> retiring(Method method) {
        return Optional.ofNullable(method.getAnnotation(Retiring.class))
                .map(retiring -> method.getAnnotation(Operation.class).operationId() + " " + retiring.parameter())
                .map(String::strip)
                .stream();
    }
}
