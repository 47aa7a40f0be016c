package dev.forewarn.console;

import dev.forewarn.access.Role;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes what stands around a page, for whoever asks for it. */
@Singleton
final class Frames {

    private static final String THEME = "theme";
    private static final List<String> THEMES = List.of("light", "dark");

    private final Assets assets;
    private final SecurityIdentity identity;

    /** @param identity of the request that is made at the moment */
    Frames(Assets assets, SecurityIdentity identity) {
        this.assets = assets;
        this.identity = identity;
    }

    Frame of(Section section, HttpHeaders request) {
        return of(section, request.getCookies());
    }

    Frame of(Section section, Map<String, Cookie> cookies) {
        Optional<String> theme =
                Optional.ofNullable(cookies.get(THEME)).map(Cookie::getValue).filter(THEMES::contains);
        return frame(section, theme, viewer());
    }

    /** Where nobody knows who asks. */
    Frame bare() {
        return frame(Section.ELSEWHERE, Optional.empty(), Optional.empty());
    }

    private Frame frame(Section section, Optional<String> theme, Optional<Frame.Viewer> viewer) {
        return new Frame(
                assets.style(), assets.script(), assets.subscriptions(), assets.icon(), theme, section, viewer);
    }

    private Optional<Frame.Viewer> viewer() {
        return identity.isAnonymous()
                ? Optional.empty()
                : Optional.of(new Frame.Viewer(identity.getPrincipal().getName(), identity.hasRole(Role.OPERATOR)));
    }
}
