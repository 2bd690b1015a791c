package dev.cooper.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One {@code [[registry]]} of containers' registries.conf, version 2.
 *
 * @param file where it stands, for messages
 * @param prefix names that start with it are meant; {@code *.example.org} means all hosts below
 * @param location what the prefix is replaced by, "" when names stay as they are
 * @param insecure whether plain HTTP and unverified TLS are allowed
 * @param blocked whether nothing may be pulled or pushed
 * @param mirrors where to pull from first
 */
record RegistryRule(
        Path file,
        String prefix,
        String location,
        boolean insecure,
        boolean blocked,
        List<Mirror> mirrors) {
    private static final String ANY_HOST = "*.";

    static RegistryRule of(TomlFile table) throws IOException {
        table.expect(
                Set.of(
                        "prefix",
                        "location",
                        "insecure",
                        "blocked",
                        "mirror",
                        "mirror-by-digest-only"));
        String location = name(table, "location");
        String prefix = prefix(table, location);
        boolean digestOnly = table.flag("mirror-by-digest-only");
        List<Mirror> mirrors = new ArrayList<>();
        for (TomlFile mirror : table.tables("mirror")) {
            mirrors.add(mirror(mirror, digestOnly));
        }
        return new RegistryRule(
                table.file(),
                prefix,
                location,
                table.flag("insecure"),
                table.flag("blocked"),
                mirrors);
    }

    private static String prefix(TomlFile table, String location) throws IOException {
        String prefix = table.text("prefix");
        if (prefix.isEmpty()) {
            if (location.isEmpty()) {
                throw table.wrong("prefix", "and location are both missing; give one of them");
            }
            return location;
        }
        int star = prefix.lastIndexOf('*');
        boolean wild = prefix.startsWith(ANY_HOST);
        if (wild ? star > 0 || prefix.indexOf('/') >= 0 || prefix.indexOf(':') >= 0 : star >= 0) {
            throw table.wrong(
                    "prefix", "\"" + prefix + "\": * can only stand for hosts: *.example.com");
        }
        return name(table, "prefix");
    }

    /** A name of a registry, of repositories in it, or of one. */
    private static String name(TomlFile table, String key) throws IOException {
        String text = table.text(key);
        if (text.contains("://")) {
            throw table.wrong(key, "\"" + text + "\" is to be a name without http:// or https://");
        }
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        String name = text.substring(0, end);
        int path = name.indexOf('/');
        if (name.indexOf('@') >= 0 || (path >= 0 && name.indexOf(':', path) >= 0)) {
            throw table.wrong(
                    key,
                    "\""
                            + text
                            + "\" has a tag or a digest, which is not supported; name the"
                            + " repository");
        }
        return name;
    }

    private static Mirror mirror(TomlFile table, boolean digestOnly) throws IOException {
        table.expect(Set.of("location", "insecure", "pull-from-mirror"));
        String location = name(table, "location");
        if (location.isEmpty()) {
            throw table.wrong("location", "is missing");
        }
        String from = table.text("pull-from-mirror");
        if (digestOnly && !from.isEmpty()) {
            throw table.wrong(
                    "pull-from-mirror",
                    "cannot be set beside mirror-by-digest-only; leave one out");
        }
        boolean tags = !digestOnly;
        boolean digests = true;
        switch (from) {
            case "", "all" -> {}
            case "digest-only" -> tags = false;
            case "tag-only" -> digests = false;
            default ->
                    throw table.wrong(
                            "pull-from-mirror",
                            "\"" + from + "\" is to be all, digest-only or tag-only");
        }
        return new Mirror(location, table.flag("insecure"), tags, digests);
    }

    private boolean isWild() {
        return prefix.startsWith(ANY_HOST);
    }

    boolean fits(String name) {
        if (isWild()) {
            return HostSettings.withoutPort(Configuration.hostOf(name))
                    .endsWith(prefix.substring(1));
        }
        return name.equals(prefix) || name.startsWith(prefix + "/");
    }

    /** Replaces the prefix of a name; a port behind a wild prefix stays. */
    String rewrite(String name, String newPrefix) {
        if (newPrefix.isEmpty()) {
            return name;
        }
        int end =
                isWild()
                        ? HostSettings.withoutPort(Configuration.hostOf(name)).length()
                        : prefix.length();
        return newPrefix + name.substring(end);
    }
}
