package dev.forewarn.subscription;

import java.net.URI;
import java.net.URISyntaxException;

/** Where a subscription's notices are sent. */
record WebhookUrl(URI uri, Endpoint endpoint) {

    private static final int MAX_LENGTH = 2_048;

    /** A URL that was registered. */
    WebhookUrl(URI uri) {
        this(uri, Endpoint.of(uri));
    }

    /**
     * @param allowHttp whether the operator allows it to be sent in the clear
     * @throws IllegalArgumentException saying what is wrong
     */
    static WebhookUrl parse(String text, boolean allowHttp) {
        Wrong.unless(text.length() <= MAX_LENGTH, "has more than " + MAX_LENGTH + " characters");
        Wrong.unless(
                text.chars().allMatch(c -> c > ' ' && c < 127),
                "holds a space or something that is not ASCII; an international name is written xn--…");
        URI uri = uri(text);
        checkScheme(uri, allowHttp);
        Wrong.unless(uri.getRawFragment() == null, "must not have a fragment");
        return new WebhookUrl(uri);
    }

    /** Scheme, host and port in one text for all spellings: what shares a limit of requests in flight. */
    String origin() {
        return endpoint.origin();
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL: " + e.getReason(), e);
        }
    }

    private static void checkScheme(URI uri, boolean allowHttp) {
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        boolean http = "http".equalsIgnoreCase(uri.getScheme());
        Wrong.unless(
                https || (http && allowHttp),
                allowHttp ? "must begin with https:// or http://" : "must begin with https://");
    }
}
