package dev.forewarn.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forewarn.servers.Servers;
import dev.forewarn.upgrade.SpokenSql.Said;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What replicas of the release before say to PostgreSQL means something on this release's schema, too. */
class OldStatementsTest {

    private static final Pattern NAMED = Pattern.compile("(?<![:\\w]):([a-z]\\w*)");
    private static final String DATABASE = Servers.createDatabase();

    @BeforeAll
    static void migrate() {
        PreviousRelease.migrated(DATABASE, "latest");
    }

    @TestFactory
    Stream<DynamicTest> everyStatementIsUnderstood() {
        List<Said> statements = PreviousRelease.statements();
        assertThat(statements).hasSizeGreaterThan(100);
        return statements.stream().map(each -> DynamicTest.dynamicTest(each.by(), () -> prepare(each.sql())));
    }

    @TestFactory
    Stream<DynamicTest> soIsEveryStatementOfThisOne() {
        List<Said> statements = SpokenSql.ofThisRelease();
        assertThat(statements).hasSizeGreaterThan(100);
        return statements.stream().map(each -> DynamicTest.dynamicTest(each.by(), () -> prepare(each.sql())));
    }

    @Test
    void aColumnThatIsGoneWouldBeFound() {
        assertThatThrownBy(() -> prepare("select gone from notice")).isInstanceOf(SQLException.class);
    }

    private static void prepare(String sql) throws SQLException {
        try (Connection connection = PreviousRelease.connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("prepare said as " + numbered(sql));
        }
    }

    /** What Hibernate is given has names for its parameters; PostgreSQL has numbers. */
    private static String numbered(String sql) {
        List<String> names = NAMED.matcher(sql)
                .results()
                .map(parameter -> parameter.group(1))
                .distinct()
                .toList();
        return NAMED.matcher(sql).replaceAll(parameter -> "\\$" + (names.indexOf(parameter.group(1)) + 1));
    }
}
