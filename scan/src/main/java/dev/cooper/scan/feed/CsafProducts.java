package dev.cooper.scan.feed;

import static dev.cooper.scan.feed.JsonValues.map;
import static dev.cooper.scan.feed.JsonValues.maps;
import static dev.cooper.scan.feed.JsonValues.text;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The products of a document of Red Hat's: RPMs as components of a release, or of a module that is
 * a component of one.
 */
final class CsafProducts {
    /**
     * A release's own repositories; those of extended support have lines of versions of their own.
     */
    private static final Pattern RELEASE =
            Pattern.compile("cpe:/[ao]:redhat:enterprise_linux:(\\d{1,3})(\\.\\d+)?(:.*)?");

    private static final Pattern PURL =
            Pattern.compile(
                    "pkg:(rpm|rpmmod)/redhat/([^@?#]+)(?:@([^?#]*))?(?:\\?([^#]*))?(?:#.*)?");

    private static final int DEEPEST = 8;

    /**
     * An RPM of a release.
     *
     * @param version with its epoch; empty where all are meant
     */
    record Rpm(Key key, String version, boolean isSource) {}

    /**
     * What advisories are looked up by.
     *
     * @param stream of its module, such as {@code nodejs:18}; empty where there is none
     */
    record Key(String release, String stream, String name) {
        String ecosystem() {
            return "Red Hat:" + release;
        }

        /** The name, with the stream before it as OSV's records have it. */
        String lookedUp() {
            return stream.isEmpty() ? name : stream + "::" + name;
        }
    }

    private record Relation(String component, String parent) {}

    private final Map<String, Map<?, ?>> helpers = new HashMap<>();
    private final Map<String, Relation> relations = new HashMap<>();

    CsafProducts(Map<?, ?> tree) {
        branches(tree);
        maps(tree.get("full_product_names")).forEach(this::product);
        for (Map<?, ?> each : maps(tree.get("relationships"))) {
            relations.put(
                    text(map(each.get("full_product_name")).get("product_id")),
                    new Relation(
                            text(each.get("product_reference")),
                            text(each.get("relates_to_product_reference"))));
        }
    }

    /** No deeper than the reader of JSON goes. */
    private void branches(Map<?, ?> of) {
        for (Map<?, ?> branch : maps(of.get("branches"))) {
            product(map(branch.get("product")));
            branches(branch);
        }
    }

    private void product(Map<?, ?> product) {
        helpers.put(
                text(product.get("product_id")), map(product.get("product_identification_helper")));
    }

    /** The RPM that an id names; empty where it names something else, or is of another product. */
    Optional<Rpm> rpm(String id) {
        Relation relation = relations.get(id);
        if (relation == null) {
            return Optional.empty();
        }
        String component = relation.component;
        String parent = relation.parent;
        String stream = "";
        for (int depth = 0; depth < DEEPEST && relations.containsKey(parent); depth++) {
            Relation above = relations.get(parent);
            stream = stream.isEmpty() ? module(purl(above.component)) : stream;
            parent = above.parent;
        }
        Matcher release = RELEASE.matcher(text(helper(parent).get("cpe")));
        return release.matches() ? rpm(component, release.group(1), stream) : Optional.empty();
    }

    private Optional<Rpm> rpm(String component, String release, String parentStream) {
        Matcher purl = purl(component);
        if (!purl.matches()) {
            return Optional.empty();
        }
        Map<String, String> qualifiers = qualifiers(purl.group(4));
        String path = decoded(purl.group(2));
        int slash = path.lastIndexOf('/');
        boolean isModule = purl.group(1).equals("rpmmod");
        if (isModule && slash < 0) {
            return Optional.empty(); // a whole module: its packages have lines of their own
        }
        String stream = isModule ? path.substring(0, slash) : parentStream;
        stream = stream.isEmpty() ? stream(qualifiers.getOrDefault("rpmmod", "")) : stream;
        int mark = component.indexOf("::");
        stream = stream.isEmpty() && mark >= 0 ? stream(component.substring(mark + 2)) : stream;
        String version = decoded(purl.group(3));
        String epoch = qualifiers.getOrDefault("epoch", "0");
        boolean isPlain = version.isEmpty() || epoch.equals("0") || version.contains(":");
        return Optional.of(
                new Rpm(
                        new Key(release, stream, path.substring(slash + 1)),
                        isPlain ? version : epoch + ":" + version,
                        qualifiers.getOrDefault("arch", "").equals("src")
                                || component.endsWith(".src")));
    }

    private Map<?, ?> helper(String product) {
        return helpers.getOrDefault(product, Map.of());
    }

    private Matcher purl(String product) {
        return PURL.matcher(text(helper(product).get("purl")));
    }

    /** The stream of a module: {@code pkg:rpmmod/redhat/nodejs@18:8090…:a75119d5}. */
    private static String module(Matcher purl) {
        return purl.matches() && purl.group(1).equals("rpmmod")
                ? stream(decoded(purl.group(2)) + ":" + decoded(purl.group(3)))
                : "";
    }

    /** Name and stream of {@code nodejs:18:8090020231019152822:a75119d5}. */
    private static String stream(String module) {
        String[] parts = module.split(":", 3);
        return parts.length < 2 || parts[1].isEmpty() ? "" : parts[0] + ":" + parts[1];
    }

    private static Map<String, String> qualifiers(@Nullable String text) {
        Map<String, String> qualifiers = new HashMap<>();
        for (String each : (text == null ? "" : text).split("&", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                qualifiers.putIfAbsent(
                        each.substring(0, equals), decoded(each.substring(equals + 1)));
            }
        }
        return qualifiers;
    }

    private static String decoded(@Nullable String text) {
        if (text == null || text.indexOf('%') < 0) {
            return text == null ? "" : text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
