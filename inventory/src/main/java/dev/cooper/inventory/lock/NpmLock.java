package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code package-lock.json} of npm: trees in version 1, paths since version 2. */
public final class NpmLock implements LockFile {
    private static final String MODULES = "node_modules/";

    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        Tree document = JsonDocument.parse(content);
        return document.at("packages").isObject()
                ? paths(document.at("packages"))
                : tree(document, around);
    }

    private static List<Locked> paths(Tree packages) {
        Set<String> direct = new HashSet<>();
        packages.members()
                .forEach((path, each) -> {
                    if (!path.contains(MODULES)) {
                        direct.addAll(direct(each));
                    }
                });
        List<Locked> found = new ArrayList<>();
        for (Map.Entry<String, Tree> entry : packages.members().entrySet()) {
            Tree each = entry.getValue();
            int modules = entry.getKey().lastIndexOf(MODULES);
            String own = entry.getKey().substring(modules < 0 ? 0 : modules + MODULES.length());
            String name = each.text("name").isEmpty() ? own : each.text("name");
            // Parts of the project lie elsewhere, and are links below node_modules.
            if (modules < 0 || each.at("link").isTrue() || each.text("version").isEmpty()) {
                continue;
            }
            boolean isTop = modules == 0;
            found.add(
                    new Locked(
                            name,
                            each.text("version"),
                            Locked.directIf(isTop && direct.contains(own)),
                            each.at("dev").isTrue(),
                            each.at("dependencies").names()));
        }
        return found;
    }

    private static List<String> direct(Tree project) {
        List<String> names = new ArrayList<>();
        for (String list : List.of("dependencies", "devDependencies", "optionalDependencies")) {
            names.addAll(project.at(list).names());
        }
        return names;
    }

    /** What the project itself needs is only in the manifest beside it. */
    private static List<Locked> tree(Tree document, Surroundings around) {
        Set<String> direct = new HashSet<>();
        around.file("package.json")
                .ifPresent(each -> direct.addAll(direct(JsonDocument.parse(each))));
        List<Locked> found = new ArrayList<>();
        Deque<Tree> open = new ArrayDeque<>(List.of(document.at("dependencies")));
        boolean isTop = true;
        while (!open.isEmpty()) {
            for (Map.Entry<String, Tree> entry : open.pop().members().entrySet()) {
                Tree each = entry.getValue();
                boolean isDirect = isTop && direct.contains(entry.getKey());
                if (!each.text("version").isEmpty()) {
                    found.add(
                            new Locked(
                                    entry.getKey(),
                                    each.text("version"),
                                    direct.isEmpty()
                                            ? Locked.Relationship.UNKNOWN
                                            : Locked.directIf(isDirect),
                                    each.at("dev").isTrue(),
                                    each.at("requires").names()));
                }
                open.add(each.at("dependencies"));
            }
            isTop = false;
        }
        return found;
    }
}
