package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;
import dev.cooper.inventory.document.YamlDocument;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code yarn.lock}: a form of its own in Yarn 1, YAML since then ("berry"). What is needed for
 * development only follows from the {@code package.json} beside it.
 */
public final class YarnLock implements LockFile {
    /**
     * An entry.
     *
     * @param patterns what was asked for, such as {@code lodash@^4}
     * @param needs patterns
     */
    private record Entry(List<String> patterns, String name, String version, List<String> needs) {}

    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        String text = new String(content, StandardCharsets.UTF_8);
        List<Entry> entries = text.contains("\n__metadata:") ? berry(content) : first(text);
        Map<String, Entry> byPattern = new HashMap<>();
        Map<String, List<String>> needs = new HashMap<>();
        for (Entry entry : entries) {
            for (String pattern : entry.patterns) {
                byPattern.put(pattern, entry);
                needs.put(pattern, entry.needs);
            }
        }
        Tree manifest = around.file("package.json").map(JsonDocument::parse).orElse(new Tree(null));
        Set<String> direct = asked(manifest, "dependencies", "optionalDependencies");
        Set<String> development = asked(manifest, "devDependencies");
        Set<String> used = Reach.of(direct, needs);
        Set<String> developing = Reach.of(development, needs);
        List<Locked> found = new ArrayList<>();
        for (Entry entry : entries) {
            boolean isDirect =
                    entry.patterns.stream()
                            .anyMatch(each -> direct.contains(each) || development.contains(each));
            boolean isDevelopment =
                    entry.patterns.stream().anyMatch(developing::contains)
                            && entry.patterns.stream().noneMatch(used::contains);
            found.add(
                    new Locked(
                            entry.name,
                            entry.version,
                            manifest.isPresent()
                                    ? Locked.directIf(isDirect)
                                    : Locked.Relationship.UNKNOWN,
                            isDevelopment,
                            names(entry.needs, byPattern)));
        }
        return found;
    }

    private static List<String> names(List<String> patterns, Map<String, Entry> byPattern) {
        return patterns.stream()
                .map(byPattern::get)
                .filter(each -> each != null)
                .map(Entry::name)
                .distinct()
                .toList();
    }

    private static Set<String> asked(Tree manifest, String... lists) {
        Set<String> patterns = new HashSet<>();
        for (String list : lists) {
            manifest.at(list)
                    .members()
                    .forEach((name, range) -> {
                        patterns.add(name + "@" + range.text());
                        patterns.add(name + "@npm:" + range.text());
                    });
        }
        return patterns;
    }

    private static List<Entry> first(String text) {
        List<Entry> entries = new ArrayList<>();
        List<String> patterns = List.of();
        String version = "";
        List<String> needs = new ArrayList<>();
        boolean inNeeds = false;
        for (String line : (text + "\nend:").lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String value = line.strip();
            if (line.charAt(0) != ' ') {
                if (!patterns.isEmpty() && !version.isEmpty()) {
                    entries.add(new Entry(patterns, name(patterns.getFirst()), version, needs));
                }
                patterns =
                        patterns(
                                value.endsWith(":")
                                        ? value.substring(0, value.length() - 1)
                                        : value);
                version = "";
                needs = new ArrayList<>();
                inNeeds = false;
            } else if (!line.startsWith("    ")) {
                inNeeds = value.equals("dependencies:") || value.equals("optionalDependencies:");
                version =
                        value.startsWith("version ")
                                ? unquoted(value.substring("version ".length()))
                                : version;
            } else if (inNeeds) {
                int blank = value.indexOf(' ');
                if (blank > 0) {
                    needs.add(
                            unquoted(value.substring(0, blank))
                                    + "@"
                                    + unquoted(value.substring(blank + 1)));
                }
            }
        }
        return entries;
    }

    private static List<Entry> berry(byte[] content) {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, Tree> each : YamlDocument.parse(content).members().entrySet()) {
            Tree fields = each.getValue();
            String resolution = fields.text("resolution");
            boolean isOurs = resolution.contains("@workspace:") || resolution.contains("@link:");
            if (resolution.isEmpty() || isOurs || fields.text("version").isEmpty()) {
                continue;
            }
            List<String> needs = new ArrayList<>();
            Map<String, Tree> needed = new LinkedHashMap<>(fields.at("dependencies").members());
            needed.forEach((name, range) -> {
                String text = range.text();
                needs.add(name + "@" + (text.contains(":") ? text : "npm:" + text));
            });
            entries.add(
                    new Entry(
                            patterns(each.getKey()),
                            name(resolution),
                            fields.text("version"),
                            needs));
        }
        return entries;
    }

    private static List<String> patterns(String text) {
        List<String> patterns = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            patterns.add(unquoted(each.strip()));
        }
        return patterns;
    }

    /** The name before the range; what an alias stands for, in {@code a@npm:real@^1}. */
    private static String name(String pattern) {
        int at = pattern.indexOf('@', 1);
        if (at < 0) {
            return pattern;
        }
        String range = pattern.substring(at + 1);
        int real = range.startsWith("npm:") ? range.indexOf('@', "npm:".length() + 1) : -1;
        return real < 0 ? pattern.substring(0, at) : range.substring("npm:".length(), real);
    }

    private static String unquoted(String text) {
        boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return isQuoted ? text.substring(1, text.length() - 1) : text;
    }
}
