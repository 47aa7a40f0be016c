package dev.forewarn.subscription;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a URL speaks to.
 *
 * @param tls whether by https
 * @param port also where the URL leaves it to the scheme
 */
public record Endpoint(boolean tls, Host host, int port) {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int MAX_PORT = 65_535;
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*)(?::([0-9]{0,9}))?");

    public Endpoint {
        Wrong.unless(port > 0 && port <= MAX_PORT, "has no valid port");
    }

    /**
     * Whom a URL with the scheme http or https speaks to.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static Endpoint of(URI url) {
        // URI itself knows no host for some spellings that other readers take, so it is asked for the raw text.
        String authority = Optional.ofNullable(url.getRawAuthority()).orElse("");
        Wrong.unless(authority.indexOf('@') < 0, "must not hold user information");
        Matcher parts = AUTHORITY.matcher(authority);
        Wrong.unless(parts.matches(), "names no valid host and port");
        boolean tls = "https".equals(url.getScheme().toLowerCase(Locale.ROOT));
        String port = Optional.ofNullable(parts.group(2)).orElse("");
        return new Endpoint(
                tls, Host.parse(parts.group(1)), port.isEmpty() ? (tls ? HTTPS : HTTP) : Integer.parseInt(port));
    }

    /** Scheme, host and port in one text for all spellings: what shares a limit of requests in flight. */
    public String origin() {
        return (tls ? "https://" : "http://") + host.text() + ":" + port;
    }
}
