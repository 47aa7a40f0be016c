package dev.forewarn.lifecycle;

import java.util.List;

/** What is going away, as one source describes it. */
public record Subject(SubjectId id, String name, SubjectKind kind, List<String> aliases) {

    private static final int MAX_NAME = 200;
    private static final int MAX_ALIASES = 50;

    public Subject {
        Text.checkLine("name", name, MAX_NAME);
        Text.require(aliases.size() <= MAX_ALIASES, "aliases has more than " + MAX_ALIASES + " entries");
        aliases.forEach(alias -> Text.checkLine("alias", alias, MAX_NAME));
        aliases = List.copyOf(aliases);
    }
}
