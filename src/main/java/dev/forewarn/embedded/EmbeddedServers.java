package dev.forewarn.embedded;

import dev.forewarn.Prelude;
import java.nio.file.Path;
import java.util.Optional;

/** Starts PostgreSQL and Kafka inside, if {@code forewarn.embedded} asks for it; otherwise touches nothing. */
public final class EmbeddedServers implements Prelude {

    private final Settings settings = Settings.ofProcess();
    private Optional<Stack> stack = Optional.empty();

    @Override
    public synchronized void prepare() {
        if (settings.value("forewarn.embedded").map(Boolean::parseBoolean).orElse(false)) {
            stack = Optional.of(start());
        }
    }

    private Stack start() {
        String directory = settings.value("forewarn.embedded.directory").orElse(Folder.DEFAULT);
        try {
            return Stack.start(Folder.open(Path.of(directory)), settings);
        } catch (NoClassDefFoundError e) {
            throw new CannotPrepare(
                    "FOREWARN_EMBEDDED is true, but this build holds no servers: it is one for production", e);
        }
    }

    @Override
    public synchronized void close() {
        if (stack.isPresent()) {
            stack.get().close();
            stack = Optional.empty();
            Terminal.print("Stopped. The next start goes on from here.");
        }
    }
}
