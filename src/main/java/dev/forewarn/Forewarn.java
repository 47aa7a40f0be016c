package dev.forewarn;

import dev.forewarn.intake.imports.ImportCommand;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the service: what it needs beneath it first, and ends that last. */
@QuarkusMain
public final class Forewarn {

    // Until the log is configured, a library's remarks would stand before the line that matters.
    private static final Logger REMARKS = Logger.getLogger("org.hibernate");

    Forewarn() {}

    public static void main(String... args) {
        if (ImportCommand.asked(args)) {
            System.exit(new ImportCommand(System.getenv(), System.in, System.out, System.err).run(args));
        }
        REMARKS.setLevel(Level.WARNING);
        if (MigrateCommand.asked(args)) {
            System.exit(new MigrateCommand(Map.of(), System.out, System.err).run());
        }
        if (Preludes.found().prepared()) {
            StartUp.fault().ifPresentOrElse(Forewarn::refuse, () -> Quarkus.run(null, Forewarn::ended, args));
        }
    }

    private static void ended(Integer exitCode, Throwable failure) {
        Optional.ofNullable(failure).ifPresent(Forewarn::tell);
        System.exit(exitCode);
    }

    private static void tell(Throwable failure) {
        StartUp.said(failure).ifPresentOrElse(Forewarn::say, failure::printStackTrace);
    }

    private static void refuse(String fault) {
        say(fault);
        System.exit(1);
    }

    private static void say(String fault) {
        System.err.println("Forewarn can't start: " + fault);
    }
}
