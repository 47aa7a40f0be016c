package dev.forewarn.web;

import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells people with browsers from programs. */
public final class Browsers {

    private static final Pattern NOT_FOR_PEOPLE = Pattern.compile("/+(v1|q)(/.*)?");

    private Browsers() {}

    /**
     * Whether a page is wanted: by whoever names HTML among what is accepted, but at an address of the API.
     *
     * @param path as it was asked for, with the slash that it begins with
     * @param accept the header {@code Accept}
     */
    public static boolean wantPage(String path, @Nullable String accept) {
        return !NOT_FOR_PEOPLE.matcher(path).matches()
                && Optional.ofNullable(accept)
                        .filter(types -> types.contains(MediaType.TEXT_HTML))
                        .isPresent();
    }
}
