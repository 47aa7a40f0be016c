package dev.forewarn.delivery;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The settings as a service has them whose operator has set nothing, or only these. */
final class DefaultSettings {

    private static final int ABOVE_DEFAULTS = 100;

    private DefaultSettings() {}

    static DeliverySettings defaults() {
        return but(Map.of());
    }

    static DeliverySettings but(Map<String, String> set) {
        return new SmallRyeConfigBuilder()
                .withMapping(DeliverySettings.class)
                .withSources(new PropertiesConfigSource(set, "test", ABOVE_DEFAULTS))
                .build()
                .getConfigMapping(DeliverySettings.class);
    }
}
