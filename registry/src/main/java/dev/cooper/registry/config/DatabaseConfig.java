package dev.cooper.registry.config;

import java.util.Map;

/**
 * A PostgreSQL database.
 *
 * @param url as its driver takes it, without password
 * @param shown the host and the name, for people
 * @param properties what the driver is told beside it, with user and password
 * @param connections how many are open at most
 */
public record DatabaseConfig(
        String url, String shown, Map<String, String> properties, int connections) {
    public DatabaseConfig {
        properties = Map.copyOf(properties);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return shown;
    }
}
