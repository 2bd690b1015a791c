package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.TomlDocument;
import dev.cooper.inventory.document.Tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code Cargo.lock}. The project's own crates have no source; which of their dependencies are for
 * development only, is in the {@code Cargo.toml} beside it.
 */
public final class CargoLock implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        List<Tree> packages = TomlDocument.parse(content).at("package").items();
        Map<String, String> onlyVersion = new HashMap<>();
        packages.forEach(each -> onlyVersion.put(each.text("name"), each.text("version")));
        Set<String> development = development(around);
        Map<String, List<String>> needs = new HashMap<>();
        Set<String> roots = new HashSet<>();
        Set<String> direct = new HashSet<>();
        for (Tree each : packages) {
            List<String> own = new ArrayList<>();
            for (Tree one : each.at("dependencies").items()) {
                String key = key(one.text(), onlyVersion);
                if (isOurs(each)) {
                    direct.add(key);
                }
                if (!isOurs(each) || !development.contains(name(key))) {
                    own.add(key);
                }
            }
            needs.put(each.text("name") + " " + each.text("version"), own);
            if (isOurs(each)) {
                roots.add(each.text("name") + " " + each.text("version"));
            }
        }
        Set<String> used = Reach.of(roots, needs);
        List<Locked> found = new ArrayList<>();
        for (Tree each : packages) {
            String key = each.text("name") + " " + each.text("version");
            if (!each.text("name").isEmpty() && !each.text("version").isEmpty()) {
                found.add(
                        new Locked(
                                each.text("name"),
                                each.text("version"),
                                isOurs(each)
                                        ? Locked.Relationship.ROOT
                                        : Locked.directIf(direct.contains(key)),
                                !development.isEmpty() && !used.contains(key),
                                needs.getOrDefault(key, List.of()).stream()
                                        .map(CargoLock::name)
                                        .toList()));
            }
        }
        return found;
    }

    private static boolean isOurs(Tree each) {
        return each.text("source").isEmpty();
    }

    /**
     * {@code NAME}, {@code NAME VERSION} or {@code NAME VERSION (SOURCE)}, as short as is clear.
     */
    private static String key(String dependency, Map<String, String> onlyVersion) {
        String[] words = dependency.split(" ", -1);
        return words.length > 1
                ? words[0] + " " + words[1]
                : words[0] + " " + onlyVersion.getOrDefault(words[0], "");
    }

    private static String name(String key) {
        return key.substring(0, key.indexOf(' '));
    }

    /** Names of crates that the manifest has for development and for nothing else. */
    private static Set<String> development(Surroundings around) {
        Tree manifest = around.file("Cargo.toml").map(TomlDocument::parse).orElse(new Tree(null));
        Set<String> development = names(manifest.at("dev-dependencies"));
        List<Tree> tables = new ArrayList<>(List.of(manifest));
        tables.addAll(manifest.at("target").members().values());
        for (Tree table : tables) {
            development.removeAll(names(table.at("dependencies")));
            development.removeAll(names(table.at("build-dependencies")));
        }
        return development;
    }

    private static Set<String> names(Tree table) {
        Set<String> names = new HashSet<>();
        table.members()
                .forEach((name, each) ->
                        names.add(each.text("package").isEmpty() ? name : each.text("package")));
        return names;
    }
}
