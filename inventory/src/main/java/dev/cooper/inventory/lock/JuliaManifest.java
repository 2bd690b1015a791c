package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.TomlDocument;
import dev.cooper.inventory.document.Tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code Manifest.toml} of Julia, in its old form without {@code deps} too. */
public final class JuliaManifest implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        Tree document = TomlDocument.parse(content);
        Tree packages = document.at("deps").isObject() ? document.at("deps") : document;
        List<Locked> found = new ArrayList<>();
        for (Map.Entry<String, Tree> entry : packages.members().entrySet()) {
            for (Tree each : entry.getValue().items()) {
                // What comes with Julia has no version of its own.
                if (!each.text("version").isEmpty()) {
                    found.add(
                            Locked.of(entry.getKey(), each.text("version"))
                                    .withDependencies(
                                            each.at("deps").items().stream()
                                                    .map(Tree::text)
                                                    .toList()));
                }
            }
        }
        return found;
    }
}
