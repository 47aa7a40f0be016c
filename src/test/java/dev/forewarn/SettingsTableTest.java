package dev.forewarn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forewarn.access.AccessSettings;
import dev.forewarn.console.ConsoleSettings;
import dev.forewarn.delivery.DeliverySettings;
import dev.forewarn.feed.FeedSettings;
import dev.forewarn.intake.IntakeSettings;
import dev.forewarn.intake.imports.ImportSettings;
import dev.forewarn.intake.imports.ImporterSettings;
import dev.forewarn.ledger.CalendarSettings;
import dev.forewarn.notice.NoticeSettings;
import dev.forewarn.subscription.SubscriptionSettings;
import dev.forewarn.subscription.WebhookSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the README's table of settings against the settings. */
class SettingsTableTest {

    private static final List<Class<?>> MAPPINGS = List.of(
            AccessSettings.class,
            CalendarSettings.class,
            IntakeSettings.class,
            ImportSettings.class,
            NoticeSettings.class,
            SubscriptionSettings.class,
            WebhookSettings.class,
            DeliverySettings.class,
            FeedSettings.class,
            ConsoleSettings.class);
    private static final Set<String> SINGLE = Set.of(
            "FOREWARN_URL",
            "FOREWARN_ADMIN_KEY",
            "FOREWARN_MASTER_KEY",
            "FOREWARN_PREVIOUS_MASTER_KEYS",
            "FOREWARN_EMBEDDED",
            "FOREWARN_EMBEDDED_DIRECTORY");
    private static final Pattern ROW = Pattern.compile("^\\| `(FOREWARN_[A-Z_]+)` \\| (.*?) \\|", Pattern.MULTILINE);

    private record Setting(String variable, Optional<String> fallback) {}

    @Test
    void everySettingStandsInTheTableAndNoOther() throws IOException {
        Set<String> settings = Stream.concat(settings().map(Setting::variable), SINGLE.stream())
                .collect(Collectors.toSet());
        assertThat(rows().map(row -> row.group(1))).containsExactlyInAnyOrderElementsOf(settings);
    }

    @Test
    void theTableTellsEveryDefault() throws IOException {
        var told = rows().collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        assertThat(settings().filter(setting -> setting.fallback().isPresent()))
                .allSatisfy(setting -> assertThat(told.get(setting.variable()))
                        .isEqualTo(setting.fallback().orElseThrow()));
    }

    private static Stream<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(Path.of("README.md"))).results();
    }

    private static Stream<Setting> settings() {
        return Stream.concat(
                MAPPINGS.stream().flatMap(mapping -> settings(prefix(mapping), mapping)),
                // There may be many, each under a name of its own.
                settings(prefix(ImporterSettings.class) + ".name", ImporterSettings.Feed.class));
    }

    private static String prefix(Class<?> mapping) {
        return mapping.getAnnotation(ConfigMapping.class).prefix();
    }

    private static Stream<Setting> settings(String prefix, Class<?> group) {
        return Stream.of(group.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(method -> setting(prefix, method));
    }

    private static Setting setting(String prefix, Method method) {
        String name = prefix + "_" + method.getName().replaceAll("([A-Z])", "_$1");
        Optional<String> fallback =
                Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value);
        return new Setting(name.replace('.', '_').toUpperCase(Locale.ROOT), fallback);
    }
}
