package dev.cooper.cli;

import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.store.LocalStore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The registry whose data a command works on. */
final class ServedRegistry {
    private ServedRegistry() {}

    /** Reads its configuration; without one it is the registry of {@code $COOPER_HOME}. */
    static RegistryConfig config(Optional<String> file, Map<String, String> environment)
            throws IOException {
        return RegistryConfig.parse(
                file.map(Path::of),
                environment,
                LocalStore.defaultHome(environment).resolve("registry"));
    }
}
