package dev.forewarn.access;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * For whom a publisher may speak.
 *
 * @param sources which CloudEvents sources it may be: exact, or what it begins with and {@code *}
 * @param providers whose subjects it may speak of; {@code *} stands for any
 * @param authority the highest that it may claim; empty: none
 */
public record Bounds(List<String> sources, List<String> providers, Optional<String> authority) {

    private static final String ANY = "*";

    /** Least first, as in the events. */
    private static final List<String> AUTHORITIES = List.of("tracker", "press", "distributor", "official");

    private static final int MAX_SOURCE = 1_024;
    private static final Pattern SOURCE = Pattern.compile("[!-~&&[^*]]*[!-~]");
    private static final Pattern PROVIDER = Pattern.compile("\\*|[a-z0-9][a-z0-9-]{0,197}");

    /** Whoever runs the service may say anything. */
    static final Bounds NONE = new Bounds(List.of(ANY), List.of(ANY), Optional.of("official"));

    /** May say nothing. */
    static final Bounds SILENT = new Bounds(List.of(), List.of(), Optional.empty());

    public Bounds {
        sources = List.copyOf(sources);
        providers = List.copyOf(providers);
        sources.forEach(Bounds::source);
        providers.forEach(Bounds::provider);
        authority.ifPresent(Bounds::authority);
    }

    /** Whether it may be this source. */
    public boolean speakAs(String source) {
        return sources.stream().anyMatch(pattern -> takes(pattern, source));
    }

    /** Whether it may speak of this provider's subjects. */
    public boolean speakOf(String provider) {
        return providers.contains(provider) || providers.contains(ANY);
    }

    /** Whether it may claim this authority. */
    public boolean claim(String claimed) {
        return authority
                .map(AUTHORITIES::indexOf)
                .filter(highest -> highest >= AUTHORITIES.indexOf(claimed))
                .isPresent();
    }

    private static boolean takes(String pattern, String source) {
        return pattern.endsWith(ANY)
                ? source.startsWith(pattern.substring(0, pattern.length() - 1))
                : source.equals(pattern);
    }

    /** @throws IllegalArgumentException if it is neither a source nor the beginning of one */
    static String source(String text) {
        require(text.length() <= MAX_SOURCE, "has more than " + MAX_SOURCE + " characters");
        require(
                SOURCE.matcher(text).matches(),
                "must be a URI, or what URIs begin with and one * at the end, in printable ASCII characters");
        return text;
    }

    /** @throws IllegalArgumentException if it is no provider */
    static String provider(String text) {
        require(PROVIDER.matcher(text).matches(), "must be a provider, [a-z0-9][a-z0-9-]*, or *");
        return text;
    }

    /** @throws IllegalArgumentException naming the authorities that there are */
    static String authority(String text) {
        require(AUTHORITIES.contains(text), "is not one of " + String.join(", ", AUTHORITIES));
        return text;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
