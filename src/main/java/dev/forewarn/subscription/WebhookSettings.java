package dev.forewarn.subscription;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Optional;

/** Where webhooks may be sent to: asked at the registration and, but for plain http, at each attempt. */
@ConfigMapping(prefix = "forewarn.delivery")
public interface WebhookSettings {

    /** Whether a webhook's URL may be plain http. */
    @WithDefault("false")
    boolean allowHttp();

    /** Networks that may be sent to though they are not public, e.g. {@code 127.0.0.0/8}, at every port. */
    Optional<List<String>> allowedNetworks();

    /** Ports that may be sent to in public networks. */
    @WithDefault("443,80,8000-9999")
    @NotEmpty
    List<PortRange> ports();
}
