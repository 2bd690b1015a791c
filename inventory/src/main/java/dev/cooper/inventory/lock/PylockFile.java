package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.TomlDocument;
import dev.cooper.inventory.document.Tree;

import java.util.ArrayList;
import java.util.List;

/** {@code pylock.toml} (PEP 751). */
public final class PylockFile implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        List<Locked> found = new ArrayList<>();
        for (Tree each : TomlDocument.parse(content).at("packages").items()) {
            // What comes from a directory or a repository may have no version.
            if (!each.text("name").isEmpty() && !each.text("version").isEmpty()) {
                List<String> needed =
                        each.at("dependencies").items().stream()
                                .map(one -> one.text("name"))
                                .toList();
                found.add(
                        Locked.of(each.text("name"), each.text("version"))
                                .withDependencies(needed));
            }
        }
        return found;
    }
}
