package dev.forewarn.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;

/** How somebody looks at a page: how wide, and in which theme. */
enum Look {
    DESKTOP_LIGHT(1280, 800, ColorScheme.LIGHT),
    DESKTOP_DARK(1280, 800, ColorScheme.DARK),
    PHONE_LIGHT(390, 844, ColorScheme.LIGHT),
    PHONE_DARK(390, 844, ColorScheme.DARK);

    private final int width;
    private final int height;
    private final ColorScheme scheme;

    Look(int width, int height, ColorScheme scheme) {
        this.width = width;
        this.height = height;
        this.scheme = scheme;
    }

    int width() {
        return width;
    }

    /** In a zone that neither the service nor the database has. */
    Browser.NewContextOptions context(String base) {
        return new Browser.NewContextOptions()
                .setBaseURL(base)
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setTimezoneId("Pacific/Auckland");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
