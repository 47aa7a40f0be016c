package dev.forewarn.subscription;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where a subscription's notices are sent. */
record WebhookUrl(URI uri) {

    private static final int MAX_LENGTH = 2_048;
    private static final int MAX_PORT = 65_535;

    /**
     * @param allowHttp whether the operator allows it to be sent in the clear
     * @throws IllegalArgumentException saying what is wrong
     */
    static WebhookUrl parse(String text, boolean allowHttp) {
        require(text.length() <= MAX_LENGTH, "has more than " + MAX_LENGTH + " characters");
        require(text.chars().allMatch(c -> c > ' ' && c < 127), "holds a space or something that is not ASCII");
        URI uri = uri(text);
        checkScheme(uri, allowHttp);
        require(uri.getHost() != null, "names no valid host");
        require(uri.getRawAuthority().indexOf('@') < 0, "must not hold user information");
        require(uri.getRawFragment() == null, "must not have a fragment");
        require(uri.getPort() == -1 || (uri.getPort() > 0 && uri.getPort() <= MAX_PORT), "has no valid port");
        return new WebhookUrl(uri);
    }

    /** Scheme, host and port in lower case, the port written out: what shares a limit of requests in flight. */
    String origin() {
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port();
    }

    private int port() {
        if (uri.getPort() != -1) {
            return uri.getPort();
        }
        return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
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
        require(
                https || (http && allowHttp),
                allowHttp ? "must begin with https:// or http://" : "must begin with https://");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
