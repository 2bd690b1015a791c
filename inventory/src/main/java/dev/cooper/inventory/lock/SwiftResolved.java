package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;

import java.util.ArrayList;
import java.util.List;

/** {@code Package.resolved} of Swift, versions 1 to 3; packages are called by their repository. */
public final class SwiftResolved implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        Tree document = JsonDocument.parse(content);
        List<Tree> pins = new ArrayList<>(document.at("pins").items());
        pins.addAll(document.at("object").at("pins").items());
        List<Locked> found = new ArrayList<>();
        for (Tree pin : pins) {
            String location =
                    pin.text("location").isEmpty()
                            ? pin.text("repositoryURL")
                            : pin.text("location");
            String version = pin.at("state").text("version");
            if (version.isEmpty()) {
                version = pin.at("state").text("branch");
            }
            if (!location.isEmpty() && !version.isEmpty()) {
                found.add(Locked.of(name(location), version));
            }
        }
        return found;
    }

    private static String name(String location) {
        String name = location.replaceFirst("^[a-z+]+://", "").replaceFirst("^git@([^:]+):", "$1/");
        return name.endsWith(".git") ? name.substring(0, name.length() - ".git".length()) : name;
    }
}
