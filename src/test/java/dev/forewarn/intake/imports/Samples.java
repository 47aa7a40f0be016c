package dev.forewarn.intake.imports;

import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The feeds among the test resources, and what is read from them. */
final class Samples {

    static final String MARCH = "deprecations-info-2026-03-27.json";
    static final String APRIL = "deprecations-info-2026-04-25.json";
    static final String JULY = "deprecations-info-2026-07-24.json";

    private static final Context CONTEXT = new Context(Places.SHIPPED_ALONE, new Voice("a tracker", Authority.TRACKER));

    private Samples() {}

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(Path.of("src/test/resources/feeds", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Row> rows(Format format, byte[] document) {
        return format.feed().rows(Document.read(document), CONTEXT);
    }

    static List<Row> rows(Format format, String document) {
        return rows(format, document.getBytes(StandardCharsets.UTF_8));
    }

    static Gathered gathered(Format format, String name) {
        return Gathered.of(rows(format, bytes(name)));
    }

    static Statement statement(Gathered gathered, String key) {
        Row.Told told = gathered.told().get(CutoffKey.parse(key));
        if (told == null) {
            throw new AssertionError(key + " is not among " + gathered.told().keySet());
        }
        return told.statement();
    }
}
