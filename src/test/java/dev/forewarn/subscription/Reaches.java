package dev.forewarn.subscription;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Where webhooks may be sent to if an operator has set these. */
public final class Reaches {

    private static final int ABOVE_DEFAULTS = 100;

    private Reaches() {}

    public static Reach of(Map<String, String> set) {
        return new Reach(new SmallRyeConfigBuilder()
                .withMapping(WebhookSettings.class)
                .withSources(new PropertiesConfigSource(set, "test", ABOVE_DEFAULTS))
                .build()
                .getConfigMapping(WebhookSettings.class));
    }

    public static Reach listing(String networks) {
        return of(Map.of("forewarn.delivery.allowed-networks", networks, "forewarn.delivery.allow-http", "true"));
    }
}
