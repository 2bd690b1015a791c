package dev.cooper.inventory;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an image holds once its layers lie on each other.
 *
 * @param distribution what the image says that it is
 * @param packages what can be seen from the top
 * @param warnings sentences about files that could not be read
 * @param overlay which files of its layers can be seen
 */
public record ImageInventory(
        Distribution distribution,
        List<LayeredPackage> packages,
        List<String> warnings,
        Overlay overlay) {

    /**
     * A package and where it came from.
     *
     * @param layer the number of the layer that brought it in this version, from 0 at the bottom: a
     *     package manager's database is written anew by every layer that installs something
     */
    public record LayeredPackage(SoftwarePackage found, int layer) {}

    private record Identity(PackageKind kind, String name, String version, String architecture) {
        // Written out, because what a record brings is made when a program starts.
        @Override
        public int hashCode() {
            return (name.hashCode() * 31 + version.hashCode()) * 31 + architecture.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity one
                    && kind == one.kind
                    && name.equals(one.name)
                    && version.equals(one.version)
                    && architecture.equals(one.architecture);
        }
    }

    public ImageInventory {
        packages = List.copyOf(packages);
        warnings = List.copyOf(warnings);
    }

    /** The inventory of something without layers. */
    public ImageInventory(
            Distribution distribution, List<LayeredPackage> packages, List<String> warnings) {
        this(distribution, packages, warnings, Overlay.NONE);
    }

    /**
     * Lays layers over each other.
     *
     * @param layers from the bottom up
     */
    static ImageInventory of(List<LayerInventory> layers) {
        Overlay overlay = new Overlay(layers);
        Distribution distribution = Distribution.UNKNOWN;
        List<String> warnings = new ArrayList<>();
        for (LayerInventory layer : layers) {
            distribution = layer.distribution().or(distribution);
            warnings.addAll(layer.warnings());
        }
        Map<Identity, Integer> first = new HashMap<>();
        Map<Identity, SoftwarePackage> licensed = new HashMap<>();
        List<LayeredPackage> packages = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            for (SoftwarePackage written : layers.get(i).packages()) {
                SoftwarePackage found = licensed(written, licensed);
                boolean ofSystem = found.kind().isOfSystem();
                int layer = ofSystem ? first.merge(identity(found), i, Math::min) : i;
                String path = found.place().path();
                if (!overlay.hides(path, i) && (ofSystem || !overlay.owns(path))) {
                    packages.add(new LayeredPackage(found, layer));
                }
            }
        }
        return new ImageInventory(distribution, packages, warnings, overlay);
    }

    /** Debian's licences are in files of the layer that brought the package. */
    private static SoftwarePackage licensed(
            SoftwarePackage found, Map<Identity, SoftwarePackage> licensed) {
        if (found.kind() != PackageKind.DEB) {
            return found;
        }
        SoftwarePackage before = licensed.get(identity(found));
        if (found.licenses().isEmpty() && before != null) {
            return found.withLicenses(before.licenses());
        }
        licensed.put(identity(found), found);
        return found;
    }

    private static Identity identity(SoftwarePackage found) {
        return new Identity(found.kind(), found.name(), found.version(), found.architecture());
    }
}
