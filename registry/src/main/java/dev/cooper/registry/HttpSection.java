package dev.cooper.registry;

import dev.cooper.oci.SyntaxException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code http}. */
final class HttpSection {
    private HttpSection() {}

    static HttpConfig read(ConfigTree tree) {
        if (tree.text("http.net").filter(net -> !net.equals("tcp")).isPresent()) {
            throw ConfigFile.notSupported("http.net", "listening on anything but TCP");
        }
        String address = tree.text("http.addr").orElse("127.0.0.1:5000");
        int colon = address.lastIndexOf(':');
        long port = ByteRange.number(address.substring(colon + 1));
        if (colon < 0 || port < 0 || port > 65535) {
            throw new SyntaxException("http.addr \"" + address + "\": want HOST:PORT or :PORT");
        }
        String host = address.substring(0, colon).replace("[", "").replace("]", "");
        return new HttpConfig(host, (int) port, tls(tree), headers(tree));
    }

    private static Optional<HttpConfig.TlsFiles> tls(ConfigTree tree) {
        String certificate = tree.text("http.tls.certificate").orElse("");
        String key = tree.text("http.tls.key").orElse("");
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new SyntaxException("http.tls: want both certificate and key");
        }
        return certificate.isEmpty()
                ? Optional.empty()
                : Optional.of(new HttpConfig.TlsFiles(Path.of(certificate), Path.of(key)));
    }

    private static Map<String, List<String>> headers(ConfigTree tree) {
        Map<String, List<String>> headers = tree.lists("http.headers");
        headers.forEach((name, values) -> {
            if (!isToken(name) || values.stream().anyMatch(HttpSection::hasControls)) {
                throw new SyntaxException(
                        "http.headers: \"" + name + "\" is no header that can be sent");
            }
        });
        return headers;
    }

    private static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> (Character.isLetterOrDigit(c) && c < 127) || c == '-');
    }

    private static boolean hasControls(String value) {
        return value.chars().anyMatch(c -> c < ' ' || c == 127);
    }
}
