package dev.forewarn.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is left of a PostgreSQL whose process of Forewarn was killed: it runs on, or has left its pid file. */
final class LeftOver {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(100);

    private LeftOver() {}

    /** Ends it, so that the data can be opened again; the caller holds the folder, so nobody else uses it. */
    static void end(Path data) {
        Path pidFile = data.resolve("postmaster.pid");
        try {
            if (Files.exists(pidFile)) {
                postmaster(Files.readAllLines(pidFile)).ifPresent(LeftOver::end);
                // Its pid may be that of another process by now, which would keep PostgreSQL from starting.
                Files.deleteIfExists(pidFile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ProcessHandle> postmaster(List<String> pidFile) {
        return pidFile.stream()
                .findFirst()
                .map(String::strip)
                .filter(pid -> pid.matches("\\d{1,18}"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .filter(LeftOver::isPostgres);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).endsWith("postgres"))
                .orElse(false);
    }

    // A postmaster that is asked to end waits for its clients; they died with their process.
    private static void end(ProcessHandle postmaster) {
        postmaster.destroy();
        if (!ended(postmaster)) {
            postmaster.destroyForcibly();
            ended(postmaster);
        }
    }

    // Where nobody reaps it, it stays in the process table for ever, but no longer has a command.
    private static boolean ended(ProcessHandle process) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (isPostgres(process) && Instant.now().isBefore(deadline)) {
            awaitExit(process);
        }
        return !isPostgres(process);
    }

    private static void awaitExit(ProcessHandle process) {
        try {
            process.onExit().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It is looked at again.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an old PostgreSQL ended", e);
        }
    }
}
