package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code conan.lock}: a graph in Conan 1, lists in Conan 2. */
public final class ConanLock implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        Tree document = JsonDocument.parse(content);
        List<Locked> found = new ArrayList<>();
        Map<String, Tree> nodes = document.at("graph_lock").at("nodes").members();
        Set<String> direct = new HashSet<>();
        // The consumer has no reference, or is the first node.
        nodes.getOrDefault("0", new Tree(null))
                .at("requires")
                .items()
                .forEach(each -> direct.add(each.text()));
        nodes.forEach((number, node) -> {
            if (!number.equals("0")) {
                List<String> needs = new ArrayList<>();
                for (Tree each : node.at("requires").items()) {
                    needs.add(
                            nodes.getOrDefault(each.text(), new Tree(null))
                                    .text("ref")
                                    .split("/", 2)[0]);
                }
                add(node.text("ref"), Locked.directIf(direct.contains(number)), needs, found);
            }
        });
        for (Tree each : document.at("requires").items()) {
            add(each.text(), Locked.Relationship.UNKNOWN, List.of(), found);
        }
        return found;
    }

    /** {@code name/version[@user/channel][#revision][%timestamp]}. */
    private static void add(
            String reference, Locked.Relationship how, List<String> needs, List<Locked> found) {
        String[] parts = reference.split("[@#%]", 2)[0].split("/", -1);
        if (parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()) {
            found.add(Locked.of(parts[0], parts[1]).with(how).withDependencies(needs));
        }
    }
}
