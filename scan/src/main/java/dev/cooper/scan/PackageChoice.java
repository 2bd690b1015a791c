package dev.cooper.scan;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.inventory.SoftwarePackage.Remark;

import java.util.Set;

/**
 * Which of the packages that lock files name count.
 *
 * @param withDevelopment whether those count that only the makers of a program need
 * @param relationships to the program: {@code unknown}, {@code root}, {@code workspace}, {@code
 *     direct}, {@code indirect}; empty for all
 */
public record PackageChoice(boolean withDevelopment, Set<String> relationships) {
    /** What is installed when a program is used. */
    public static final PackageChoice USUAL = new PackageChoice(false, Set.of());

    public PackageChoice {
        relationships = Set.copyOf(relationships);
    }

    /** The inventory without the packages that do not count. */
    ImageInventory of(ImageInventory inventory) {
        return new ImageInventory(
                inventory.distribution(),
                inventory.packages().stream().filter(each -> counts(each.found())).toList(),
                inventory.warnings(),
                inventory.overlay());
    }

    private boolean counts(SoftwarePackage found) {
        if (!withDevelopment && found.remarks().containsKey(Remark.DEVELOPMENT)) {
            return false;
        }
        String relationship = found.remarks().getOrDefault(Remark.RELATIONSHIP, "unknown");
        return relationships.isEmpty() || relationships.contains(relationship);
    }
}
