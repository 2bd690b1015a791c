package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.TomlDocument;
import dev.cooper.inventory.document.Tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code uv.lock}: the project and its parts are packages with a source on disk. */
public final class UvLock implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        List<Tree> packages = TomlDocument.parse(content).at("package").items();
        Map<String, List<String>> needs = new HashMap<>();
        Set<String> roots = new HashSet<>();
        Set<String> direct = new HashSet<>();
        for (Tree each : packages) {
            List<String> names = new ArrayList<>(names(each.at("dependencies")));
            each.at("optional-dependencies")
                    .members()
                    .values()
                    .forEach(one -> names.addAll(names(one)));
            needs.computeIfAbsent(each.text("name"), name -> new ArrayList<>()).addAll(names);
            if (isOurs(each)) {
                roots.add(each.text("name"));
                direct.addAll(names);
                each.at("dev-dependencies")
                        .members()
                        .values()
                        .forEach(one -> direct.addAll(names(one)));
            }
        }
        Set<String> used = Reach.of(roots, needs);
        List<Locked> found = new ArrayList<>();
        for (Tree each : packages) {
            String name = each.text("name");
            if (name.isEmpty() || each.text("version").isEmpty()) {
                continue;
            }
            found.add(
                    new Locked(
                            name,
                            each.text("version"),
                            isOurs(each)
                                    ? Locked.Relationship.ROOT
                                    : Locked.directIf(direct.contains(name)),
                            !roots.isEmpty() && !used.contains(name),
                            names(each.at("dependencies"))));
        }
        return found;
    }

    private static boolean isOurs(Tree each) {
        Tree source = each.at("source");
        return source.at("virtual").isPresent()
                || source.at("editable").isPresent()
                || source.at("workspace").isPresent();
    }

    private static List<String> names(Tree list) {
        return list.items().stream().map(each -> each.text("name")).distinct().toList();
    }
}
