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
 * {@code poetry.lock}. Old and new versions of it say what is for development; for those between,
 * it follows from the {@code pyproject.toml} beside it.
 */
public final class PoetryLock implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        List<Tree> packages = TomlDocument.parse(content).at("package").items();
        Tree project =
                around.file("pyproject.toml").map(TomlDocument::parse).orElse(new Tree(null));
        Set<String> direct = direct(project);
        Map<String, List<String>> needs = new HashMap<>();
        for (Tree each : packages) {
            List<String> names =
                    each.at("dependencies").names().stream().map(PythonNames::plain).toList();
            needs.put(PythonNames.plain(each.text("name")), names);
        }
        Set<String> used = Reach.of(direct, needs);
        List<Locked> found = new ArrayList<>();
        for (Tree each : packages) {
            String name = each.text("name");
            String plain = PythonNames.plain(name);
            if (name.isEmpty() || each.text("version").isEmpty()) {
                continue;
            }
            found.add(
                    new Locked(
                            name,
                            each.text("version"),
                            direct.isEmpty()
                                    ? Locked.Relationship.UNKNOWN
                                    : Locked.directIf(direct.contains(plain)),
                            isDevelopment(each, !direct.isEmpty() && !used.contains(plain)),
                            needs.getOrDefault(plain, List.of())));
        }
        return found;
    }

    private static boolean isDevelopment(Tree each, boolean otherwise) {
        if (each.at("groups").isPresent()) {
            return each.at("groups").items().stream().noneMatch(one -> one.text().equals("main"));
        }
        String category = each.text("category");
        return category.isEmpty() ? otherwise : !category.equals("main");
    }

    private static Set<String> direct(Tree project) {
        Set<String> direct = new HashSet<>();
        for (String each : project.at("tool").at("poetry").at("dependencies").names()) {
            direct.add(PythonNames.plain(each));
        }
        for (Tree each : project.at("project").at("dependencies").items()) {
            direct.add(PythonNames.ofRequirement(each.text()));
        }
        direct.remove("python");
        return direct;
    }
}
