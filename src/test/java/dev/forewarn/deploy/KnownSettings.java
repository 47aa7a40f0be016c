package dev.forewarn.deploy;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Which variables the service reads: those of the README's table, which is held against the code, and those of Kafka's client. */
final class KnownSettings {

    private static final Pattern ROW = Pattern.compile("^\\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("[A-Z_]+");

    private KnownSettings() {}

    static Set<String> names() {
        return Stream.concat(ofTheTable(), ofKafka()).collect(Collectors.toSet());
    }

    private static Stream<String> ofTheTable() {
        return ROW.matcher(Yaml.text(Path.of("README.md")))
                .results()
                .flatMap(row -> NAME.matcher(row.group(1)).results())
                .map(MatchResult::group);
    }

    private static Stream<String> ofKafka() {
        return ConsumerConfig.configNames().stream()
                .map(name -> "KAFKA_" + name.replace('.', '_').toUpperCase(Locale.ROOT));
    }
}
