package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.protocol.ByteRange;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code health}. */
final class HealthSection {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private HealthSection() {}

    static HealthConfig read(ConfigTree tree) {
        boolean storage = tree.flag("health.storagedriver.enabled", false);
        HealthConfig.Often often = often(tree, "health.storagedriver.");
        List<HealthConfig.FileCheck> files = new ArrayList<>();
        for (ConfigTree each : tree.list("health.file")) {
            String file = required(each, "file", "health.file");
            files.add(new HealthConfig.FileCheck(Path.of(file), often(each, "")));
        }
        List<HealthConfig.HttpCheck> http = new ArrayList<>();
        for (ConfigTree each : tree.list("health.http")) {
            http.add(http(each));
        }
        List<HealthConfig.TcpCheck> tcp = new ArrayList<>();
        for (ConfigTree each : tree.list("health.tcp")) {
            tcp.add(tcp(each));
        }
        return new HealthConfig(storage ? Optional.of(often) : Optional.empty(), files, http, tcp);
    }

    private static HealthConfig.Often often(ConfigTree tree, String prefix) {
        Duration interval = tree.durationOrNone(prefix + "interval", Duration.ZERO);
        int threshold = (int) tree.number(prefix + "threshold", 0, 0, Integer.MAX_VALUE);
        return new HealthConfig.Often(
                interval.isZero() ? INTERVAL : interval, Math.max(1, threshold));
    }

    private static String required(ConfigTree tree, String key, String where) {
        return tree.text(key)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new SyntaxException(where + ": every check wants " + key));
    }

    private static Duration timeout(ConfigTree tree) {
        Duration timeout = tree.durationOrNone("timeout", Duration.ZERO);
        return timeout.isZero() ? TIMEOUT : timeout;
    }

    private static HealthConfig.HttpCheck http(ConfigTree tree) {
        String text = required(tree, "uri", "health.http");
        Map<String, List<String>> headers = tree.lists("headers");
        int status = (int) tree.number("statuscode", 200, 100, 999);
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).startsWith("http")) {
                return new HealthConfig.HttpCheck(
                        uri, status, Map.copyOf(headers), timeout(tree), often(tree, ""));
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new SyntaxException("health.http: uri: want an address with http:// or https://");
    }

    private static HealthConfig.TcpCheck tcp(ConfigTree tree) {
        String address = required(tree, "addr", "health.tcp");
        int colon = address.lastIndexOf(':');
        long port = ByteRange.number(address.substring(colon + 1));
        if (colon <= 0 || port <= 0 || port > 65535) {
            throw new SyntaxException("health.tcp: addr \"" + address + "\": want HOST:PORT");
        }
        String host = address.substring(0, colon).replace("[", "").replace("]", "");
        return new HealthConfig.TcpCheck(host, (int) port, timeout(tree), often(tree, ""));
    }
}
