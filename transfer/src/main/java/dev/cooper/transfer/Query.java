package dev.cooper.transfer;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Queries of addresses. */
final class Query {
    private Query() {}

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    /** Adds to an address that may have a query already, which is kept as it is. */
    static URI add(URI address, String name, String value) {
        String text = address.toString();
        int fragment = text.indexOf('#');
        String whole = fragment < 0 ? text : text.substring(0, fragment);
        return URI.create(
                whole + (whole.indexOf('?') < 0 ? "?" : "&") + name + "=" + encode(value));
    }
}
