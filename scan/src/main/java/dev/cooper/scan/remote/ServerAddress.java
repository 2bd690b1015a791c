package dev.cooper.scan.remote;

import dev.cooper.oci.SyntaxException;

import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a scan server is, and what it wants to see.
 *
 * @param base such as {@code http://scanner.example:4954}, without a slash at its end
 * @param headers that go with every request, the token among them
 * @param proxies which proxy to use for an address
 */
public record ServerAddress(String base, Map<String, String> headers, ProxySelector proxies) {
    public ServerAddress {
        headers = Map.copyOf(headers);
    }

    /**
     * Reads an address.
     *
     * @throws SyntaxException when it is none
     */
    public static ServerAddress parse(
            String text, Map<String, String> headers, ProxySelector proxies) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw none(text);
        }
        boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!isHttp
                || uri.getHost() == null
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw none(text);
        }
        if (uri.getUserInfo() != null) {
            throw new SyntaxException(
                    "the address of the scan server names a user, and servers know none: give the"
                            + " token with --token");
        }
        return new ServerAddress(
                text.endsWith("/") ? text.substring(0, text.length() - 1) : text, headers, proxies);
    }

    private static SyntaxException none(String text) {
        return new SyntaxException(
                "\"" + text + "\" is no address of a scan server; want http://host:4954");
    }

    /**
     * The headers with another one.
     *
     * @throws SyntaxException when it can stand in no header
     */
    public static Map<String, String> with(Map<String, String> headers, String name, String value) {
        boolean isName =
                !name.isEmpty()
                        && name.chars()
                                .allMatch(c ->
                                        c > ' '
                                                && c < 0x7f
                                                && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
        boolean isValue = value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t');
        if (!isName || !isValue) {
            throw new SyntaxException("\"" + name + "\" and its value are no header of HTTP");
        }
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        return more;
    }
}
