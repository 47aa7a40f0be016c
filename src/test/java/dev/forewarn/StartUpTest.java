package dev.forewarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

class StartUpTest {

    @Test
    void namesTheSettingThatTheFrameworkMisses() {
        RuntimeException failure = new IllegalStateException(
                "Failed to start",
                new ConfigurationException("'quarkus.oidc.auth-server-url' property must be configured"));

        assertThat(StartUp.said(failure))
                .contains("QUARKUS_OIDC_AUTH_SERVER_URL: 'quarkus.oidc.auth-server-url' property must be configured");
    }

    @Test
    void saysWhatWeSayOfOurOwnAsItIs() {
        assertThat(StartUp.said(new ConfigurationException("FOREWARN_ADMIN_KEY (forewarn.admin-key) is short")))
                .contains("FOREWARN_ADMIN_KEY (forewarn.admin-key) is short");
    }

    @Test
    void saysNothingOfWhatNoSettingMends() {
        assertThat(StartUp.said(new IllegalStateException("a fault"))).isEmpty();
    }
}
