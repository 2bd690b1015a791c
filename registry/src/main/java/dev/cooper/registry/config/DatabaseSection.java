package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code cooper.database}: a PostgreSQL database by {@code url}, with {@code user}, {@code
 * password} and {@code poolsize} beside it where they are not in it. No message repeats the
 * address, for it may hold the password.
 */
final class DatabaseSection {
    private static final String URL = "cooper.database.url";
    private static final int CONNECTIONS = 20;
    private static final int MOST_CONNECTIONS = 1000;

    private final Map<String, String> properties = new LinkedHashMap<>();

    private DatabaseSection() {}

    static Optional<DatabaseConfig> read(ConfigTree tree) {
        if (tree.under("cooper.database").isEmpty()) {
            return Optional.empty();
        }
        String url = tree.text(URL).orElse("");
        if (url.isEmpty()) {
            throw new SyntaxException(
                    URL + ": want the address of a database, such as postgresql://db/cooper");
        }
        return Optional.of(new DatabaseSection().config(url, tree));
    }

    private DatabaseConfig config(String url, ConfigTree tree) {
        String rest = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
        String scheme = rest.substring(0, Math.max(0, rest.indexOf("://")));
        if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
            throw new SyntaxException(URL + ": want an address that begins with postgresql://");
        }
        String address = rest.substring(scheme.length() + "://".length());
        int question = address.indexOf('?');
        String query = question < 0 ? "" : address.substring(question + 1);
        String path = question < 0 ? address : address.substring(0, question);
        int at = path.lastIndexOf('@');
        if (at >= 0) {
            credentials(path.substring(0, at));
        }
        String place = path.substring(at + 1);
        if (place.indexOf('/') < 1 || place.endsWith("/")) {
            throw new SyntaxException(URL + ": want host and name of a database, HOST[:PORT]/NAME");
        }
        String parameters = parameters(query);
        tree.text("cooper.database.user").ifPresent(user -> properties.put("user", user));
        tree.text("cooper.database.password").ifPresent(text -> properties.put("password", text));
        return new DatabaseConfig(
                "jdbc:postgresql://" + place + (parameters.isEmpty() ? "" : "?" + parameters),
                "postgresql://" + place,
                properties,
                (int) tree.number("cooper.database.poolsize", CONNECTIONS, 2, MOST_CONNECTIONS));
    }

    private void credentials(String text) {
        int colon = text.indexOf(':');
        properties.put("user", decoded(colon < 0 ? text : text.substring(0, colon)));
        if (colon >= 0) {
            properties.put("password", decoded(text.substring(colon + 1)));
        }
    }

    /** Takes user and password out of what goes to the driver in its address. */
    private String parameters(String query) {
        List<String> kept = new ArrayList<>();
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (name.equals("user") || name.equals("password")) {
                properties.put(name, decoded(parameter.substring(equals + 1)));
            } else {
                kept.add(parameter);
            }
        }
        return String.join("&", kept);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(
                    URL + ": user or password has a % that is not followed by two hex digits", e);
        }
    }
}
