package dev.forewarn.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The statement that an operator is told to run after a restore does what is said of it. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class RunbookTest {

    private static final Pattern SQL = Pattern.compile("(?s)```sql\\s+(.*?)\\s+```");

    @Inject
    Pool pool;

    @Test
    void pollersThatAreAheadOfARestoredFeedAreTold() throws IOException {
        String cursor = given().get("/v1/notices?after=latest").jsonPath().getString("next");
        assertThat(given().get("/v1/notices?after=" + cursor).statusCode()).isEqualTo(200);

        List<String> statements = SQL.matcher(Files.readString(Path.of("deploy/RUNBOOK.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(statements).hasSize(1);
        pool.query(statements.get(0)).execute().await().indefinitely();

        // An instance that was not stopped keeps what it has just read for a second.
        Awaitility.await()
                .until(() -> given().get("/v1/notices?after=" + cursor).statusCode() == 410);
        String anew = given().get("/v1/notices?after=latest").jsonPath().getString("next");
        assertThat(given().get("/v1/notices?after=" + anew).statusCode()).isEqualTo(200);
    }
}
