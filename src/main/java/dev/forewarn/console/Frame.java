package dev.forewarn.console;

import java.util.Optional;

/**
 * What stands around every page.
 *
 * @param style where its style sheet is
 * @param script where the script is that adds comfort; every page is whole without it
 * @param subscriptions where the script of forms and figures is
 * @param icon where its icon is
 * @param theme {@code light} or {@code dark} where the reader has chosen one; else the reader's system decides
 * @param section which entry of the navigation is the present one
 * @param viewer who is signed in
 */
public record Frame(
        String style,
        String script,
        String subscriptions,
        String icon,
        Optional<String> theme,
        Section section,
        Optional<Viewer> viewer) {

    /**
     * Somebody who is signed in.
     *
     * @param name of the key
     * @param operator whether the whole service may be looked at
     */
    public record Viewer(String name, boolean operator) {}

    /** Whether that entry of the navigation is the present one. */
    public boolean isAt(String name) {
        return section.name().equalsIgnoreCase(name);
    }

    /** Whether the whole service may be looked at. */
    public boolean operator() {
        return viewer.map(Viewer::operator).orElse(false);
    }
}
