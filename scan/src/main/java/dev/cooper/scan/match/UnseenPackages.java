package dev.cooper.scan.match;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.Overlay;

import java.util.ArrayList;
import java.util.List;

/** Packages that layers describe and the image does not have. */
public final class UnseenPackages {
    private UnseenPackages() {}

    /** Sentences on those of a name, why they do not count. */
    public static List<String> notes(ImageInventory inventory, String packageName) {
        List<String> notes = new ArrayList<>();
        for (Overlay.Unseen each : inventory.overlay().unseen(packageName)) {
            notes.add(
                    "%s %s of layer %d (%s) does not count: %s"
                            .formatted(
                                    each.found().name(),
                                    each.found().version(),
                                    each.layer(),
                                    each.found().place(),
                                    each.isOwned()
                                            ? "a package of the distribution has brought its file,"
                                                    + " and is looked up itself"
                                            : "a layer above has deleted or replaced its file"));
        }
        return notes;
    }
}
