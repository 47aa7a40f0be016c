package dev.forewarn.deploy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What can be applied. */
final class Overlays {

    static final Path ROOT = Path.of("k8s");

    private static final Map<String, Kustomization> ALL = new LinkedHashMap<>();

    static {
        Stream.of("local", "production", "production-keda")
                .forEach(name ->
                        ALL.put(name, Kustomization.of(ROOT.resolve("overlays").resolve(name))));
    }

    private Overlays() {}

    static Map<String, Kustomization> all() {
        return ALL;
    }

    static Kustomization of(String name) {
        return Objects.requireNonNull(ALL.get(name), name);
    }

    static Kustomization production() {
        return of("production");
    }

    static Stream<Manifest> manifests() {
        return ALL.values().stream().flatMap(each -> each.manifests().stream());
    }
}
