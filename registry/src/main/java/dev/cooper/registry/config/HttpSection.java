package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.protocol.ByteRange;
import dev.cooper.registry.protocol.Names;

import org.eclipse.jetty.util.InetAddressSet;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;

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
                TlsSection.read(tree),
                headers(tree),
                tree.text("http.host")
                        .filter(text -> !text.isEmpty())
                        .map(HttpSection::publicUrl)
                        .filter(_ -> !relative),
                prefix(tree.text("http.prefix").orElse("")),
                proxies(tree));
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

    /** The proxies in front that are believed. */
    private static List<String> proxies(ConfigTree tree) {
        List<String> addresses = tree.texts("http.trustedproxies");
        for (String address : addresses) {
            try {
                new InetAddressSet().add(address);
            } catch (IllegalArgumentException e) {
                throw new SyntaxException(
                        "http.trustedproxies \""
                                + address
                                + "\": want addresses or ranges of them, such as 10.0.0.0/8",
                        e);
            }
        }
        return addresses;
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
