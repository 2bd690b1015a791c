package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code Pipfile.lock} of Pipenv. */
public final class PipfileLock implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        Tree document = JsonDocument.parse(content);
        List<Locked> found = new ArrayList<>();
        for (String list : List.of("default", "develop")) {
            for (Map.Entry<String, Tree> each : document.at(list).members().entrySet()) {
                String version = each.getValue().text("version");
                if (version.startsWith("==")) {
                    found.add(
                            Locked.of(each.getKey(), version.replaceFirst("^=+", "").strip())
                                    .withDevelopment(list.equals("develop")));
                }
            }
        }
        return found;
    }
}
