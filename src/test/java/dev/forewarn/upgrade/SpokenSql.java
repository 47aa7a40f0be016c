package dev.forewarn.upgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the service says to PostgreSQL, found in its sources: every literal that begins as a statement does, but for those that are put
 * together from parts. Run, it writes what this release says to the file of a release that it is given.
 */
public final class SpokenSql {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern BLOCK = Pattern.compile("\"\"\"\n(.*?)\"\"\"(\\s*\\.formatted)?", Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile("(?<!\")\"((?:select|insert|update|delete) [^\"\n]{15,})\"");
    private static final Pattern STATEMENT = Pattern.compile("^(select|insert|update|delete|with)\\b");

    private SpokenSql() {}

    /** One statement, and which class says it. */
    public record Said(String by, String sql) {}

    public static void main(String... file) throws IOException {
        String all = ofThisRelease().stream()
                .map(each -> "-- " + each.by() + "\n" + each.sql() + "\n")
                .collect(Collectors.joining());
        Files.writeString(Path.of(file[0]), all);
    }

    static List<Said> ofThisRelease() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    // It speaks to a server of its own.
                    .filter(file -> !file.startsWith(SOURCES.resolve("dev/forewarn/embedded")))
                    .sorted()
                    .flatMap(SpokenSql::in)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Said> in(String written) {
        return Stream.of(written.split("(?m)^-- (?=dev\\.forewarn\\.)"))
                .filter(part -> !part.isBlank())
                .map(part -> part.split("\n", 2))
                .map(part -> new Said(part[0], part[1]))
                .toList();
    }

    private static Stream<Said> in(Path file) {
        String name = SOURCES.relativize(file).toString().replace('/', '.').replaceFirst("\\.java$", "");
        return literals(read(file)).filter(SpokenSql::isStatement).map(sql -> new Said(name, sql));
    }

    private static Stream<String> literals(String source) {
        Stream<String> blocks = BLOCK.matcher(source)
                .results()
                .filter(block -> block.group(2) == null)
                .map(block -> block.group(1).stripIndent().translateEscapes().strip());
        Stream<String> lines = LINE.matcher(source).results().map(line -> line.group(1));
        return Stream.concat(blocks, lines);
    }

    private static boolean isStatement(String text) {
        Matcher begin = STATEMENT.matcher(text);
        return begin.find() && !text.contains("%") && !text.contains(";");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
