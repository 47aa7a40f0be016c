package dev.forewarn.lifecycle;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * For whom something happens.
 *
 * @param channel who sells it
 * @param region ISO 3166-1 alpha-2, or {@code *}
 * @param audience a free slug, or {@code *}
 * @param occurrence a free slug, for what happens more than once
 */
public record Scope(String channel, String region, String audience, Optional<String> occurrence) {

    /** Everywhere that has no cutoff of its own. */
    public static final String EVERYWHERE = "*";

    private static final int MAX_LENGTH = 100;
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    public Scope {
        checkSlug("channel", channel);
        Text.require(
                region.equals(EVERYWHERE) || COUNTRIES.contains(region),
                () -> "region '" + Text.shorten(region) + "' is neither an ISO 3166-1 alpha-2 code in capitals nor *");
        checkSlug("audience", audience);
        occurrence.ifPresent(slug -> checkForm("occurrence", slug));
    }

    /** The scope of a cutoff of which nothing more is said: the provider's own channel, everywhere, everybody. */
    public static Scope of(String channel) {
        return new Scope(channel, EVERYWHERE, EVERYWHERE, Optional.empty());
    }

    private static void checkSlug(String what, String slug) {
        if (!slug.equals(EVERYWHERE)) {
            checkForm(what, slug);
        }
    }

    private static void checkForm(String what, String slug) {
        Text.require(
                slug.length() <= MAX_LENGTH && Form.SLUG.matches(slug),
                () -> what + " '" + Text.shorten(slug) + "' does not match " + Form.SLUG + " in " + MAX_LENGTH
                        + " characters");
    }
}
