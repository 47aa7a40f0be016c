package dev.forewarn.console;

import dev.forewarn.ledger.PublicUrl;
import dev.forewarn.subscription.Sealed;
import dev.forewarn.subscription.SecretSealer;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * The cookie that holds a {@link Session}, sealed with the master key. Scripts can't read it and other sites can't send it
 * along with what changes something; where the service is reached over https, it is sent over nothing else, and no other
 * host of the same domain can put one in its place ({@code __Host-}, RFC 6265bis).
 */
@Singleton
class SessionCookie {

    private static final String WHOSE = "console";
    private static final int MAX_LENGTH = 512;

    private final SecretSealer sealer;
    private final InstantSource wall;
    private final Duration lifetime;
    private final boolean secure;

    SessionCookie(SecretSealer sealer, InstantSource wall, ConsoleSettings settings, PublicUrl url) {
        this.sealer = sealer;
        this.wall = wall;
        this.lifetime = settings.session();
        this.secure = url.base().startsWith("https:");
    }

    String name() {
        return secure ? "__Host-forewarn" : "forewarn";
    }

    /** Begins a session of whoever has shown a key with that digest. */
    NewCookie begin(byte[] key) {
        Session session = Session.begin(key, wall.instant().plus(lifetime));
        byte[] sealed = sealer.seal(Sealed.SESSION, session.bytes(), WHOSE);
        return cookie(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed), lifetime);
    }

    /** Lets the browser forget it. */
    NewCookie end() {
        return cookie("", Duration.ZERO);
    }

    private NewCookie cookie(String value, Duration age) {
        return new NewCookie.Builder(name())
                .value(value)
                .path("/")
                .maxAge((int) age.toSeconds())
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    /** The session in a cookie; empty if it is over, or never was one. */
    Optional<Session> read(String value) {
        return opened(value).flatMap(Session::read).filter(session -> session.until()
                .isAfter(wall.instant()));
    }

    private Optional<byte[]> opened(String value) {
        if (value.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    sealer.open(Sealed.SESSION, Base64.getUrlDecoder().decode(value), WHOSE));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }
}
