package dev.cooper.scan;

import dev.cooper.inventory.Glob;
import dev.cooper.inventory.ImageInventory;

import java.util.List;

/** Files of an image that the user does not want to hear of. Their layers are read all the same. */
final class SkippedPaths {
    private final List<Glob> directories;
    private final List<Glob> files;

    SkippedPaths(List<String> directories, List<String> files) {
        this.directories = directories.stream().map(Glob::new).toList();
        this.files = files.stream().map(Glob::new).toList();
    }

    boolean has(String path) {
        if (files.stream().anyMatch(each -> each.matches(path))) {
            return true;
        }
        for (int slash = path.indexOf('/');
                slash >= 0 && !directories.isEmpty();
                slash = path.indexOf('/', slash + 1)) {
            String directory = path.substring(0, slash);
            if (directories.stream().anyMatch(each -> each.matches(directory))) {
                return true;
            }
        }
        return false;
    }

    /** The inventory without the packages that such files describe. */
    ImageInventory without(ImageInventory inventory) {
        if (directories.isEmpty() && files.isEmpty()) {
            return inventory;
        }
        return new ImageInventory(
                inventory.distribution(),
                inventory.packages().stream()
                        .filter(each -> !has(each.found().place().path()))
                        .toList(),
                inventory.warnings(),
                inventory.overlay());
    }
}
