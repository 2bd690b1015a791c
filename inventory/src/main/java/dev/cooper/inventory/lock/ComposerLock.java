package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code composer.lock}; what the project names itself is in the {@code composer.json} beside it.
 */
public final class ComposerLock implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        Tree document = JsonDocument.parse(content);
        Tree manifest =
                around.file("composer.json").map(JsonDocument::parse).orElse(new Tree(null));
        Set<String> direct = new HashSet<>(manifest.at("require").names());
        direct.addAll(manifest.at("require-dev").names());
        List<Locked> found = new ArrayList<>();
        for (String list : List.of("packages", "packages-dev")) {
            for (Tree each : document.at(list).items()) {
                String name = each.text("name");
                if (name.isEmpty() || each.text("version").isEmpty()) {
                    continue;
                }
                found.add(
                        new Locked(
                                name,
                                each.text("version"),
                                manifest.isPresent()
                                        ? Locked.directIf(direct.contains(name))
                                        : Locked.Relationship.UNKNOWN,
                                list.equals("packages-dev"),
                                each.at("require").names().stream()
                                        .filter(one -> one.indexOf('/') > 0)
                                        .toList()));
            }
        }
        return found;
    }
}
