package dev.forewarn.console;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every page is sent with. Whatever an event, a subscription or a receiver's answer may hold: nothing in a page
 * runs, loads or is sent anywhere but what this service serves itself, and no other page may frame it.
 */
final class PageHeaders {

    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'");

    private static final Map<String, String> ALL = all();

    private PageHeaders() {}

    static Map<String, String> get() {
        return ALL;
    }

    private static Map<String, String> all() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        // Where a filter names what somebody uses, no other site is told; forms go on saying where they come from.
        headers.put("Referrer-Policy", "same-origin");
        return Map.copyOf(headers);
    }
}
