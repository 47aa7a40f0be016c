package dev.forewarn;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the service: what it needs beneath it first, and ends that last. */
@QuarkusMain
public final class Forewarn {

    Forewarn() {}

    public static void main(String... args) {
        if (Preludes.found().prepared()) {
            Quarkus.run(args);
        }
    }
}
