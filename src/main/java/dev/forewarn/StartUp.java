package dev.forewarn;

import dev.forewarn.access.AccessSettings;
import dev.forewarn.delivery.DeliverySettings;
import dev.forewarn.feed.FeedSettings;
import dev.forewarn.intake.IntakeSettings;
import dev.forewarn.intake.imports.ImportSettings;
import dev.forewarn.intake.imports.ImporterSettings;
import dev.forewarn.ledger.CalendarSettings;
import dev.forewarn.notice.NoticeSettings;
import dev.forewarn.subscription.SubscriptionSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.BindException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Says in one line, for the person who starts the service, why it does not start. */
final class StartUp {

    private static final List<String> REQUIRED = List.of(
            "quarkus.datasource.reactive.url",
            "quarkus.datasource.jdbc.url",
            "kafka.bootstrap.servers",
            "forewarn.master-key");

    private static final Pattern NAME = Pattern.compile("(forewarn|quarkus)\\.[a-z.-]*[a-z]");

    private StartUp() {}

    /** What keeps the service from starting as it is configured, before anything is begun. */
    static Optional<String> fault() {
        try {
            return missing(config());
        } catch (ConfigValidationException e) {
            return Optional.of(said(e));
        }
    }

    private static SmallRyeConfig config() {
        return new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(AccessSettings.class)
                .withMapping(CalendarSettings.class)
                .withMapping(IntakeSettings.class)
                .withMapping(ImportSettings.class)
                .withMapping(ImporterSettings.class)
                .withMapping(NoticeSettings.class)
                .withMapping(SubscriptionSettings.class)
                .withMapping(DeliverySettings.class)
                .withMapping(FeedSettings.class)
                .withMappingIgnore("forewarn.**")
                .build();
    }

    /** Without it, a token that was given for any other service would be taken here. */
    private static Stream<String> requiredForTokens(SmallRyeConfig config) {
        boolean enabled = config.getOptionalValue("quarkus.oidc.tenant-enabled", Boolean.class)
                .orElse(false);
        return enabled ? Stream.of("quarkus.oidc.token.audience") : Stream.empty();
    }

    private static Optional<String> missing(SmallRyeConfig config) {
        String names = Stream.concat(REQUIRED.stream(), requiredForTokens(config))
                .filter(name -> config.getOptionalValue(name, String.class).isEmpty())
                .map(StartUp::variable)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? Optional.empty() : Optional.of("not set: " + names);
    }

    /** What a failed start came to; empty if it is nothing that a setting could mend. */
    static Optional<String> said(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .map(StartUp::reason)
                .flatMap(Optional::stream)
                .reduce((outer, inner) -> inner);
    }

    private static Optional<String> reason(Throwable cause) {
        if (cause instanceof ConfigValidationException invalid) {
            return Optional.of(said(invalid));
        }
        if (cause instanceof BindException) {
            return Optional.of("QUARKUS_HTTP_PORT: " + cause.getMessage());
        }
        if (cause instanceof FlywayValidateException) {
            return Optional.of("QUARKUS_FLYWAY_VALIDATE_AT_START: the schema is not this release's: " + found(cause)
                    + "; it waits for `migrate`, which a job runs");
        }
        if (cause instanceof SQLException) {
            return Optional.of("QUARKUS_DATASOURCE_JDBC_URL: " + firstLine(cause));
        }
        if (cause instanceof ConfigurationException && !firstLine(cause).startsWith("FOREWARN_")) {
            return Optional.of(said(firstLine(cause)));
        }
        return Optional.of(firstLine(cause)).filter(line -> line.startsWith("FOREWARN_"));
    }

    /** What Flyway has found, without its advice. */
    private static String found(Throwable cause) {
        return String.valueOf(cause.getMessage())
                .lines()
                .filter(line -> line.startsWith("Detected"))
                .map(line -> line.replaceFirst("^Detected ", "").replaceFirst("\\.$", ""))
                .collect(Collectors.joining(", "));
    }

    /** The first line of what is behind a failure. */
    static String root(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .map(StartUp::firstLine)
                .reduce("", (outer, inner) -> inner);
    }

    private static String said(ConfigValidationException invalid) {
        return IntStream.range(0, invalid.getProblemCount())
                .mapToObj(i -> said(invalid.getProblem(i).getMessage()))
                .collect(Collectors.joining("; "));
    }

    /** The framework's own words, with the name of the setting as the environment has it. */
    private static String said(String problem) {
        String told = problem.replaceAll("(SRCFG\\d+|java\\.lang\\.\\w+): ", "");
        Matcher name = NAME.matcher(told);
        return name.find() ? variable(name.group()) + ": " + told : told;
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    /** {@code quarkus.http.port} is {@code QUARKUS_HTTP_PORT} in the environment. */
    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
