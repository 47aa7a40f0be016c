package dev.forewarn.embedded;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The configuration as far as it is known before the application has read its own: system properties and the
 * environment, in this order, as MicroProfile Config names them.
 */
record Settings(Properties properties, Map<String, String> environment) {

    static Settings ofProcess() {
        return new Settings(System.getProperties(), System.getenv());
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(properties.getProperty(name))
                .or(() -> Optional.ofNullable(environment.get(variable(name))));
    }

    /** Sets what must be so in a first run, whatever the environment says. */
    void set(String name, String value) {
        properties.setProperty(name, value);
    }

    /** Sets what the user has left open. */
    void setDefault(String name, String value) {
        if (value(name).isEmpty()) {
            set(name, value);
        }
    }

    /** {@code quarkus.http.port} is {@code QUARKUS_HTTP_PORT}. */
    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
