package dev.forewarn.intake.imports;

import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.SubjectKind;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes subjects of the ids that feeds have. */
final class Naming {

    private static final int MAX_TEXT = 200;
    private static final int MAX_ALIASES = 50;
    // The grammar of a subject's name: a slash is part of it.
    private static final Pattern OUTSIDE = Pattern.compile("[^A-Za-z0-9._:/-]");
    private static final Pattern BEFORE_THE_FIRST = Pattern.compile("^[^A-Za-z0-9]+");

    private Naming() {}

    /** @throws Unclear if nothing is left of it, or too much */
    static SubjectId id(String provider, String written) {
        String name = BEFORE_THE_FIRST
                .matcher(OUTSIDE.matcher(written.strip()).replaceAll("-"))
                .replaceFirst("");
        try {
            return new SubjectId(provider, name);
        } catch (IllegalArgumentException e) {
            throw new Unclear("'" + Labels.shorten(written) + "' can't be made a subject: " + e.getMessage());
        }
    }

    /** @param written the id as the feed has it: it stays, as an alias, where the subject's name had to be another */
    static Subject subject(SubjectId id, String written, String shown, SubjectKind kind, Collection<String> aliases) {
        List<String> others = Stream.concat(Stream.of(written), aliases.stream())
                .map(alias -> alias.strip())
                .filter(alias -> !alias.equals(id.name()) && fits(alias))
                .distinct()
                .sorted()
                .limit(MAX_ALIASES)
                .toList();
        String name = Labels.cut(shown, MAX_TEXT);
        return new Subject(id, name.isBlank() ? id.name() : name, kind, others);
    }

    /** Of what sort the thing with such an id is, in a feed of models: the few others are told by how they are written. */
    static SubjectKind kind(String written) {
        String lower = written.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("/") || lower.matches("v\\d+/.*")) {
            return SubjectKind.ENDPOINT;
        }
        if (lower.matches(".*[\\s-]api")) {
            return SubjectKind.API;
        }
        return lower.matches(".*\\s.*") ? SubjectKind.PRODUCT : SubjectKind.MODEL;
    }

    private static boolean fits(String alias) {
        return !alias.isBlank() && alias.equals(Labels.cut(alias, MAX_TEXT));
    }
}
