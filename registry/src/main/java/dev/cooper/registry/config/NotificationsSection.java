package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code notifications}. */
final class NotificationsSection {
    /** Headers that the HTTP client of the JDK sets itself and lets nobody set. */
    private static final Set<String> OWN_HEADERS =
            Set.of("connection", "content-length", "expect", "host", "upgrade");

    private static final Set<String> ACTIONS = Set.of("pull", "push", "mount", "delete");

    private NotificationsSection() {}

    static NotificationsConfig read(ConfigTree tree) {
        List<NotificationsConfig.Endpoint> endpoints = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ConfigTree each : tree.list("notifications.endpoints")) {
            String name = each.text("name").orElse("");
            if (name.isEmpty() || name.length() > 255 || !names.add(name)) {
                throw new SyntaxException(
                        "notifications.endpoints: \""
                                + name
                                + "\": every end point wants a name of its own");
            }
            NotificationsConfig.Endpoint endpoint = endpoint(name, each);
            if (!each.flag("disabled", false)) {
                endpoints.add(endpoint);
            }
        }
        return new NotificationsConfig(
                endpoints,
                tree.flag("notifications.events.includereferences", false),
                tree.number(
                        "cooper.notifications.most", NotificationsConfig.MOST, 1, Long.MAX_VALUE));
    }

    private static NotificationsConfig.Endpoint endpoint(String name, ConfigTree tree) {
        String where = "notifications.endpoints \"" + name + "\": ";
        Map<String, List<String>> headers = tree.lists("headers");
        headers.keySet().forEach(header -> checkHeader(where, header));
        URI url = url(where, tree.text("url").orElse(""), headers);
        Set<String> types = new HashSet<>(tree.texts("ignoredmediatypes"));
        types.addAll(tree.texts("ignore.mediatypes"));
        Set<String> actions = Set.copyOf(tree.texts("ignore.actions"));
        for (String action : actions) {
            if (!ACTIONS.contains(action)) {
                throw new SyntaxException(
                        where
                                + "ignore.actions: \""
                                + action
                                + "\": want pull, push, mount or delete");
            }
        }
        tree.drop("ignore");
        long threshold = tree.number("threshold", 0, 0, Integer.MAX_VALUE);
        return new NotificationsConfig.Endpoint(
                name,
                url,
                Map.copyOf(headers),
                positive(tree.durationOrNone("timeout", Duration.ZERO)),
                threshold == 0 ? 10 : (int) threshold,
                positive(tree.durationOrNone("backoff", Duration.ZERO)),
                Set.copyOf(types),
                actions);
    }

    private static Duration positive(Duration duration) {
        return duration.isZero() ? Duration.ofSeconds(1) : duration;
    }

    private static void checkHeader(String where, String header) {
        if (OWN_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
            throw new SyntaxException(where + "headers: " + header + " cannot be set; take it out");
        }
    }

    /** The address without user and password, which become a header. */
    private static URI url(String where, String text, Map<String, List<String>> headers) {
        Optional<URI> parsed = parse(text);
        if (parsed.isEmpty()) {
            // Not shown: it may have a password.
            throw new SyntaxException(where + "url: want an address with http:// or https://");
        }
        URI url = parsed.get();
        String user = url.getUserInfo();
        if (user == null) {
            return url;
        }
        String encoded = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        headers.putIfAbsent("Authorization", List.of("Basic " + encoded));
        int at = url.getRawAuthority().lastIndexOf('@');
        String rest = text.substring(text.indexOf(url.getRawAuthority()) + at + 1);
        return URI.create(url.getScheme() + "://" + rest);
    }

    private static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return http && url.getHost() != null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Who is told, for people; no secrets. */
    static Map<String, String> summary(NotificationsConfig config) {
        Map<String, String> summary = new LinkedHashMap<>();
        if (!config.endpoints().isEmpty()) {
            List<String> names =
                    config.endpoints().stream().map(NotificationsConfig.Endpoint::name).toList();
            summary.put("events", "to " + String.join(", ", names));
        }
        return summary;
    }
}
