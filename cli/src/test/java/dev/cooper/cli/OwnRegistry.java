package dev.cooper.cli;

import dev.cooper.registry.RegistryServer;
import dev.cooper.registry.config.RegistryConfig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Cooper's own registry, in this JVM. */
final class OwnRegistry implements AutoCloseable {
    private final RegistryServer server;

    private OwnRegistry(RegistryServer server) {
        this.server = server;
    }

    static OwnRegistry start(Path directory) throws IOException {
        return start(directory, Map.of());
    }

    /** With variables as {@code cooper registry serve} reads them. */
    static OwnRegistry start(Path directory, Map<String, String> variables) throws IOException {
        Map<String, String> all = new HashMap<>(variables);
        all.put("REGISTRY_HTTP_ADDR", "127.0.0.1:0");
        all.put("REGISTRY_STORAGE_DELETE_ENABLED", "true");
        return new OwnRegistry(
                RegistryServer.start(RegistryConfig.parse(Optional.empty(), all, directory)));
    }

    /** Host and port as in a reference. */
    String host() {
        return "127.0.0.1:" + server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
