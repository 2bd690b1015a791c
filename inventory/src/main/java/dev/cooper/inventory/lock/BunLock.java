package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code bun.lock}: packages under the path of those that brought them, {@code a/b} for b of a. */
public final class BunLock implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        Tree document = JsonDocument.parse(content);
        Map<String, Tree> packages = new LinkedHashMap<>(document.at("packages").members());
        Map<String, List<String>> needs = new HashMap<>();
        packages.forEach((key, each) -> {
            List<String> own = new ArrayList<>();
            for (Tree item : each.items()) {
                for (String list : List.of("dependencies", "optionalDependencies")) {
                    item.at(list).names().forEach(one -> own.add(find(key, one, packages)));
                }
            }
            needs.put(key, own);
        });
        Set<String> direct = new HashSet<>();
        Set<String> development = new HashSet<>();
        for (Tree part : document.at("workspaces").members().values()) {
            direct.addAll(part.at("dependencies").names());
            direct.addAll(part.at("optionalDependencies").names());
            development.addAll(part.at("devDependencies").names());
        }
        Set<String> used = Reach.of(direct, needs);
        List<Locked> found = new ArrayList<>();
        for (Map.Entry<String, Tree> entry : packages.entrySet()) {
            String key = entry.getKey();
            List<Tree> items = entry.getValue().items();
            String resolved = items.isEmpty() ? "" : items.getFirst().text();
            int at = resolved.indexOf('@', 1);
            if (at < 0 || resolved.startsWith("workspace:", at + 1)) {
                continue;
            }
            List<String> names =
                    needs.getOrDefault(key, List.of()).stream()
                            .map(each -> each.substring(start(each)))
                            .toList();
            found.add(
                    new Locked(
                            resolved.substring(0, at),
                            resolved.substring(at + 1),
                            Locked.directIf(direct.contains(key) || development.contains(key)),
                            !used.contains(key),
                            names));
        }
        return found;
    }

    /** As Node looks for it: beside what needs it, then one level up after the other. */
    private static String find(String from, String name, Map<String, Tree> packages) {
        for (String above = from; !above.isEmpty(); ) {
            if (packages.containsKey(above + "/" + name)) {
                return above + "/" + name;
            }
            above = above.substring(0, Math.max(0, start(above) - 1));
        }
        return name;
    }

    /** Where the last name of a path begins; names may be {@code @scope/name}. */
    private static int start(String path) {
        int slash = path.lastIndexOf('/');
        int before = slash < 0 ? -1 : path.lastIndexOf('/', slash - 1);
        return slash >= 0 && path.charAt(before + 1) == '@' ? before + 1 : slash + 1;
    }
}
