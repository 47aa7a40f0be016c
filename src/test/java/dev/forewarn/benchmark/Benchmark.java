package dev.forewarn.benchmark;

import java.util.Map;

/** Measures the service beside its limits. */
final class Benchmark {

    private Benchmark() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        try (Machine machine = new Machine()) {
            System.out.println(
                    new Due(machine, 1000, 200, Integer.getInteger("connections", 64), Integer.getInteger("runs", 3))
                            .measure(settings()));
        }
        System.exit(0);
    }

    static Map<String, String> settings() {
        Map<String, String> all = new java.util.HashMap<>();
        System.getProperties().forEach((k, v) -> {
            if (k.toString().startsWith("env.")) {
                all.put(k.toString().substring(4), v.toString());
            }
        });
        return all;
    }
}
