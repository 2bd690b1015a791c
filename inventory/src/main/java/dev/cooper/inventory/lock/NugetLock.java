package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code packages.lock.json} of NuGet, with a list for each framework. */
public final class NugetLock implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        List<Locked> found = new ArrayList<>();
        for (Tree framework : JsonDocument.parse(content).at("dependencies").members().values()) {
            for (Map.Entry<String, Tree> entry : framework.members().entrySet()) {
                Tree each = entry.getValue();
                String type = each.text("type");
                // A project of the same solution is no package.
                if (!type.equals("Project") && !each.text("resolved").isEmpty()) {
                    found.add(
                            Locked.of(entry.getKey(), each.text("resolved"))
                                    .with(Locked.directIf(type.equals("Direct")))
                                    .withDependencies(each.at("dependencies").names()));
                }
            }
        }
        return found;
    }
}
