package dev.forewarn.intake.imports;

import dev.forewarn.lifecycle.Authority;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of feeds that can be read. */
public enum Format {
    DEPRECATIONS_INFO("deprecations.info", Authority.TRACKER),
    MODEL_EOL("model-eol", Authority.TRACKER),
    ENDOFLIFE("endoflife.date", Authority.TRACKER),
    OPENAI_MODELS("OpenAI", Authority.OFFICIAL);

    private final String speaker;
    private final Authority authority;

    Format(String speaker, Authority authority) {
        this.speaker = speaker;
        this.authority = authority;
    }

    /** Who speaks in it, unless it is said. */
    String speaker() {
        return speaker;
    }

    /** With what authority, unless it is said. */
    Authority authority() {
        return authority;
    }

    Feed feed() {
        return switch (this) {
            case DEPRECATIONS_INFO -> new DeprecationsInfo();
            case MODEL_EOL -> new ModelEol();
            case ENDOFLIFE -> new EndOfLife();
            case OPENAI_MODELS -> new OpenAiModels();
        };
    }

    /** As it is written in settings and requests. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException naming those that there are */
    static Format parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT).replaceAll("[._ ]", "-");
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + Labels.shorten(text) + "' is not one of " + words()));
    }

    static String words() {
        return Arrays.stream(values()).map(Format::word).collect(Collectors.joining(", "));
    }
}
