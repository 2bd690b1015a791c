package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.protocol.ByteRange;

import java.util.Optional;

/** Reads {@code http.debug}. */
final class DebugSection {
    private DebugSection() {}

    static Optional<DebugConfig> read(ConfigTree tree) {
        String address = tree.text("http.debug.addr").orElse("");
        boolean metrics = tree.flag("http.debug.prometheus.enabled", false);
        String path =
                tree.text("http.debug.prometheus.path")
                        .filter(text -> !text.isEmpty())
                        .orElse("/metrics");
        if (!path.startsWith("/")) {
            throw new SyntaxException(
                    "http.debug.prometheus.path \"" + path + "\": want a path that begins with /");
        }
        if (address.isEmpty()) {
            if (metrics) {
                throw new SyntaxException(
                        "http.debug.prometheus: want http.debug.addr, where metrics are asked for");
            }
            return Optional.empty();
        }
        int colon = address.lastIndexOf(':');
        long port = ByteRange.number(address.substring(colon + 1));
        if (colon < 0 || port < 0 || port > 65535) {
            throw new SyntaxException(
                    "http.debug.addr \"" + address + "\": want HOST:PORT or :PORT");
        }
        String host = address.substring(0, colon).replace("[", "").replace("]", "");
        return Optional.of(
                new DebugConfig(host, (int) port, metrics ? Optional.of(path) : Optional.empty()));
    }
}
