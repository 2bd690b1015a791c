package dev.cooper.transfer;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One {@code [[registry]]} of containers' registries.conf, version 2.
 *
 * @param file where it stands, for messages
 * @param prefix names that start with it are meant; {@code *.example.org} means all hosts below
 * @param location what the prefix is replaced by
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
        List<Configuration.Mirror> mirrors) {

    static List<RegistryRule> read(Path file) throws IOException {
        TomlParseResult toml = Toml.parse(file);
        if (toml.hasErrors()) {
            throw new IOException(
                    file + ": " + Failures.clean(String.valueOf(toml.errors().getFirst())));
        }
        List<RegistryRule> rules = new ArrayList<>();
        try {
            TomlArray registries = toml.getArrayOrEmpty("registry");
            for (int i = 0; i < registries.size(); i++) {
                rules.add(rule(file, registries.getTable(i)));
            }
        } catch (RuntimeException e) { // what the library throws for members of other types
            throw new IOException(file + ": [[registry]]: " + e.getMessage(), e);
        }
        return rules;
    }

    private static RegistryRule rule(Path file, TomlTable table) {
        String location = text(table, "location");
        String prefix = text(table, "prefix");
        if (prefix.isEmpty()) {
            prefix = location;
        }
        if (prefix.isEmpty()) {
            throw new IllegalArgumentException("it has neither prefix nor location");
        }
        boolean digestOnly = flag(table, "mirror-by-digest-only");
        List<Configuration.Mirror> mirrors = new ArrayList<>();
        TomlArray listed = table.getArrayOrEmpty("mirror");
        for (int i = 0; i < listed.size(); i++) {
            mirrors.add(mirror(listed.getTable(i), digestOnly));
        }
        return new RegistryRule(
                file,
                prefix,
                location.isEmpty() && !prefix.startsWith("*.") ? prefix : location,
                flag(table, "insecure"),
                flag(table, "blocked"),
                mirrors);
    }

    private static Configuration.Mirror mirror(TomlTable table, boolean digestOnly) {
        String location = text(table, "location");
        if (location.isEmpty()) {
            throw new IllegalArgumentException("a mirror has no location");
        }
        String from = text(table, "pull-from-mirror");
        boolean tags = !digestOnly && !from.equals("digest-only");
        boolean digests = !from.equals("tag-only");
        return new Configuration.Mirror(location, flag(table, "insecure"), tags, digests);
    }

    private static String text(TomlTable table, String name) {
        return table.getString(name, () -> "");
    }

    private static boolean flag(TomlTable table, String name) {
        return table.getBoolean(name, () -> false);
    }

    boolean fits(String name) {
        if (prefix.startsWith("*.")) {
            return Configuration.hostOf(name).endsWith(prefix.substring(1));
        }
        return name.equals(prefix) || name.startsWith(prefix + "/");
    }

    /** Replaces the prefix of a name. */
    String rewrite(String name, String newPrefix) {
        if (newPrefix.isEmpty()) {
            return name;
        }
        int end = prefix.startsWith("*.") ? Configuration.hostOf(name).length() : prefix.length();
        return newPrefix + name.substring(end);
    }
}
