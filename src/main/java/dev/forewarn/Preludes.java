package dev.forewarn;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.ApplicationLifecycleManager;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;

/** Everything that must stand before the application, and end after it. */
final class Preludes {

    private final List<Prelude> preludes;
    private final AtomicBoolean ending = new AtomicBoolean();

    private Preludes(List<Prelude> preludes) {
        this.preludes = preludes;
    }

    static Preludes found() {
        return new Preludes(ServiceLoader.load(Prelude.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** Whether all stand and the application may start; if one can't, the process ends with one line that says why. */
    boolean prepared() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "preludes"));
        try {
            preludes.forEach(Prelude::prepare);
            return !ending.get();
        } catch (Prelude.CannotPrepare e) {
            // A Ctrl-C also reaches the processes that are just being started; their failing is no news then.
            if (!ending.get()) {
                System.err.println(e.getMessage());
                System.exit(1);
            }
            return false;
        }
    }

    // The JVM runs its shutdown hooks side by side, and Quarkus stops in one of its own.
    private void end() {
        ending.set(true);
        Optional.ofNullable(ApplicationLifecycleManager.getCurrentApplication()).ifPresent(Application::awaitShutdown);
        preludes.forEach(Prelude::close);
    }
}
