package dev.forewarn.console;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where somebody goes who has signed in: a page of this service, and nowhere else. */
final class Next {

    /** What is sent there when nothing else is wanted. */
    private static final String FIRST = "/subscriptions";

    // No second slash at its beginning, nor what browsers take for one.
    private static final Pattern OURS = Pattern.compile("/(?![/\\\\])[A-Za-z0-9/_.~%?&=:,;+*@-]{0,500}");

    private Next() {}

    static String of(@Nullable String wanted) {
        return Optional.ofNullable(wanted)
                .filter(path -> OURS.matcher(path).matches())
                .filter(path -> !path.startsWith("/sign-"))
                .orElse(FIRST);
    }
}
