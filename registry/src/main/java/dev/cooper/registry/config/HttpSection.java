package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.protocol.ByteRange;
import dev.cooper.registry.protocol.Names;

import java.net.URI;
import java.net.URISyntaxException;
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
        boolean relative = tree.flag("http.relativeurls", false);
        return new HttpConfig(
                host,
                (int) port,
                tls(tree),
                headers(tree),
                tree.text("http.host")
                        .filter(text -> !text.isEmpty())
                        .map(HttpSection::publicUrl)
                        .filter(_ -> !relative),
                prefix(tree.text("http.prefix").orElse("")));
    }

    private static String publicUrl(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getPath().replace("/", "").isEmpty()) {
                return uri.getScheme() + "://" + uri.getAuthority();
            }
        } catch (URISyntaxException e) {
            throw new SyntaxException("http.host: " + e.getMessage(), e);
        }
        throw new SyntaxException(
                "http.host \"" + text + "\": want scheme and host, https://registry.example.org");
    }

    private static String prefix(String text) {
        String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (path.isEmpty()) {
            return "";
        }
        boolean known =
                path.chars()
                        .allMatch(c ->
                                Names.isLowerAlphanumeric((char) c)
                                        || (c >= 'A' && c <= 'Z')
                                        || "/-_.".indexOf(c) >= 0);
        if (!path.startsWith("/") || !known || path.contains("//") || path.contains("..")) {
            throw new SyntaxException(
                    "http.prefix \"" + text + "\": want a path such as /registry/");
        }
        return path;
    }

    private static Optional<TlsConfig> tls(ConfigTree tree) {
        String certificate = tree.text("http.tls.certificate").orElse("");
        String key = tree.text("http.tls.key").orElse("");
        List<Path> issuers = tree.texts("http.tls.clientcas").stream().map(Path::of).toList();
        List<String> protocols = protocols(tree.text("http.tls.minimumtls").orElse(""));
        String kind = tree.text("http.tls.clientauth").orElse("");
        if (!kind.isEmpty() && !kind.equals("require-and-verify-client-cert")) {
            throw ConfigFile.notSupported("http.tls.clientauth", "\"" + kind + "\"");
        }
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new SyntaxException("http.tls: want both certificate and key");
        }
        if (certificate.isEmpty() && !issuers.isEmpty()) {
            throw new SyntaxException("http.tls.clientcas: want certificate and key beside it");
        }
        return certificate.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TlsConfig(Path.of(certificate), Path.of(key), protocols, issuers));
    }

    private static List<String> protocols(String minimum) {
        return switch (minimum) {
            case "", "tls1.2" -> List.of("TLSv1.2", "TLSv1.3");
            case "tls1.3" -> List.of("TLSv1.3");
            case "tls1.0", "tls1.1" ->
                    throw new SyntaxException(
                            "http.tls.minimumtls: " + minimum + " is no longer safe; want tls1.2");
            default ->
                    throw new SyntaxException(
                            "http.tls.minimumtls \"" + minimum + "\": want tls1.2 or tls1.3");
        };
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
