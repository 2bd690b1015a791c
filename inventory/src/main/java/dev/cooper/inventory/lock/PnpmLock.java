package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.Tree;
import dev.cooper.inventory.document.YamlDocument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code pnpm-lock.yaml} of versions 5 to 9. Up to version 6 it says itself what is for
 * development; since then that follows from what its parts ask for.
 */
public final class PnpmLock implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        Tree document = YamlDocument.parse(content);
        Map<String, List<String>> needs = new HashMap<>();
        document.at("packages").members().forEach((key, each) -> needs(key, each, needs));
        document.at("snapshots").members().forEach((key, each) -> needs(key, each, needs));
        Set<String> direct = new HashSet<>();
        Set<String> development = new HashSet<>();
        for (Tree part : parts(document)) {
            asked(part.at("dependencies"), direct);
            asked(part.at("optionalDependencies"), direct);
            asked(part.at("devDependencies"), development);
        }
        boolean saysItself = !document.at("snapshots").isObject();
        Set<String> used = Reach.of(direct, needs);
        List<Locked> found = new ArrayList<>();
        for (Map.Entry<String, Tree> entry : document.at("packages").members().entrySet()) {
            Tree each = entry.getValue();
            String key = key(entry.getKey());
            String name = each.text("name").isEmpty() ? name(key) : each.text("name");
            String version = each.text("version").isEmpty() ? version(key) : each.text("version");
            if (name.isEmpty() || version.isEmpty() || !Character.isDigit(version.charAt(0))) {
                continue; // a directory, or an archive from somewhere
            }
            List<String> names = new ArrayList<>();
            needs.getOrDefault(key, List.of()).forEach(one -> names.add(name(one)));
            found.add(
                    new Locked(
                            name,
                            version,
                            Locked.directIf(direct.contains(key) || development.contains(key)),
                            saysItself ? isTrue(each.text("dev")) : !used.contains(key),
                            names));
        }
        return found;
    }

    private static boolean isTrue(String text) {
        return text.equals("true");
    }

    /** The parts of the project; the lock file itself where there is but one. */
    private static List<Tree> parts(Tree document) {
        List<Tree> parts = new ArrayList<>(document.at("importers").members().values());
        parts.add(document);
        return parts;
    }

    private static void asked(Tree list, Set<String> keys) {
        list.members()
                .forEach((name, each) -> {
                    String version = each.isObject() ? each.text("version") : each.text();
                    keys.add(key(name, version));
                });
    }

    private static void needs(String key, Tree each, Map<String, List<String>> needs) {
        List<String> own = needs.computeIfAbsent(key(key), k -> new ArrayList<>());
        for (String list : List.of("dependencies", "optionalDependencies")) {
            each.at(list).members().forEach((name, version) -> own.add(key(name, version.text())));
        }
    }

    /** What a dependency points to: a version, or, for an alias, a whole key. */
    private static String key(String name, String version) {
        String bare = key(version);
        return bare.indexOf('@', 1) > 0 ? bare : name + "@" + bare;
    }

    /** {@code /name/1.0.0_peer@2}, {@code /name@1.0.0(peer@2)} or {@code name@1.0.0}: the last. */
    private static String key(String text) {
        int peers = text.indexOf('(');
        String key = peers < 0 ? text : text.substring(0, peers);
        if (!key.startsWith("/")) {
            int mark = key.indexOf('_');
            return mark > 0 && Character.isDigit(key.charAt(0)) ? key.substring(0, mark) : key;
        }
        key = key.substring(1);
        if (key.indexOf('@', 1) > 0
                && !key.substring(0, key.indexOf('@', 1)).contains("_")
                && key.lastIndexOf('/') < key.indexOf('@', 1)) {
            return key;
        }
        int slash = key.indexOf('/', key.startsWith("@") ? key.indexOf('/') + 1 : 0);
        if (slash < 0) {
            return key;
        }
        String version = key.substring(slash + 1);
        int mark = version.indexOf('_');
        return key.substring(0, slash) + "@" + (mark < 0 ? version : version.substring(0, mark));
    }

    private static String name(String key) {
        int at = key.indexOf('@', 1);
        return at < 0 ? "" : key.substring(0, at);
    }

    private static String version(String key) {
        int at = key.indexOf('@', 1);
        return at < 0 ? "" : key.substring(at + 1);
    }
}
