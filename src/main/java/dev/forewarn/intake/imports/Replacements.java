package dev.forewarn.intake.imports;

import dev.forewarn.lifecycle.SubjectId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The subjects that a feed names as replacements. */
final class Replacements {

    private static final int MAX = 50;

    private Replacements() {}

    /** Those that can be placed, in the feed's order; a remark that stands among them names none. */
    static List<SubjectId> subjects(Collection<String> named, Function<String, Optional<String>> provider) {
        return named.stream()
                .filter(model -> !model.contains(": "))
                .flatMap(model -> provider.apply(model).stream().flatMap(owner -> subject(owner, model)))
                .distinct()
                .limit(MAX)
                .toList();
    }

    private static Stream<SubjectId> subject(String provider, String model) {
        try {
            return Stream.of(Naming.id(provider, model));
        } catch (Unclear e) {
            return Stream.empty();
        }
    }
}
