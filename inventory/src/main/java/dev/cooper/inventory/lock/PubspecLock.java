package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.Tree;
import dev.cooper.inventory.document.YamlDocument;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code pubspec.lock} of Dart and Flutter. */
public final class PubspecLock implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        List<Locked> found = new ArrayList<>();
        for (Map.Entry<String, Tree> entry :
                YamlDocument.parse(content).at("packages").members().entrySet()) {
            Tree each = entry.getValue();
            String how = each.text("dependency");
            if (!each.text("version").isEmpty()) {
                found.add(
                        Locked.of(entry.getKey(), each.text("version"))
                                .with(Locked.directIf(how.startsWith("direct")))
                                .withDevelopment(how.equals("direct dev")));
            }
        }
        return found;
    }
}
