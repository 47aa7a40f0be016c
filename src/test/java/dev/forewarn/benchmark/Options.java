package dev.forewarn.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is to be measured, by system properties.
 *
 * @param scenarios their names
 * @param runs how often each is measured
 * @param warmUps how often it is run before
 * @param scale what every size is multiplied by: 1 but for a try
 * @param connections to the receiver, of the service and of the limit's client
 * @param jar of the packaged service
 * @param plot where the plot of the growth is written
 */
record Options(List<String> scenarios, int runs, int warmUps, double scale, int connections, Path jar, Path plot) {

    /** Whatever is measured leaves its files here. */
    static final Path FOLDER = Path.of("target", "benchmark");

    Options {
        scenarios = List.copyOf(scenarios);
        if (runs < 1 || warmUps < 1 || scale <= 0 || connections < 2) {
            throw new IllegalArgumentException("runs, warmUps, scale and connections can't be that small");
        }
    }

    static Options given(List<String> all) {
        String scenarios = System.getProperty("scenarios", "all");
        List<String> chosen = scenarios.equals("all")
                ? all
                : Stream.of(scenarios.split(",")).map(String::strip).toList();
        if (!all.containsAll(chosen)) {
            throw new IllegalArgumentException("scenarios are " + String.join(", ", all));
        }
        return new Options(
                chosen,
                Integer.getInteger("runs", 3),
                Integer.getInteger("warmUps", 6),
                Double.parseDouble(System.getProperty("scale", "1")),
                Integer.getInteger("connections", 64),
                Path.of(System.getProperty("service", "target/quarkus-app/quarkus-run.jar")),
                Path.of(System.getProperty("plot", FOLDER.resolve("growth.svg").toString())));
    }

    int scaled(int size) {
        return (int) Math.max(1, Math.round(size * scale));
    }

    /** For scenarios whose subscriptions share one receiver: it may be sent to by as many connections as the limit's. */
    Map<String, String> sharedReceiver() {
        return Map.of("FOREWARN_DELIVERY_MAX_PER_HOST", Integer.toString(connections));
    }
}
