package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;

import java.util.ArrayList;
import java.util.List;

/** {@code build.sbt.lock} of the plugin sbt-dependency-lock. */
public final class SbtLock implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        List<Locked> found = new ArrayList<>();
        for (Tree each : JsonDocument.parse(content).at("dependencies").items()) {
            List<Tree> configurations = each.at("configurations").items();
            boolean isForTests =
                    !configurations.isEmpty()
                            && configurations.stream().allMatch(one -> one.text().equals("test"));
            if (!each.text("version").isEmpty()) {
                found.add(
                        Locked.of(each.text("org") + ":" + each.text("name"), each.text("version"))
                                .withDevelopment(isForTests));
            }
        }
        return found;
    }
}
