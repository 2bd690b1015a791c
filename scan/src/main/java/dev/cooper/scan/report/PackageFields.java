package dev.cooper.scan.report;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.Purl;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.inventory.SoftwarePackage.Remark;
import dev.cooper.oci.Digest;
import dev.cooper.scan.match.BaseImage;

import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** Writes packages as reports have them. */
final class PackageFields {
    private final Distribution distribution;
    private final List<LayerDetail> layers;
    private final Optional<BaseImage> base;

    /** A package has many findings, and to put its URL together takes time. */
    private final IdentityHashMap<SoftwarePackage, Fields> identifiers = new IdentityHashMap<>();

    PackageFields(Metadata metadata) {
        this.distribution = metadata.distribution();
        this.layers = metadata.layers();
        this.base = metadata.base();
    }

    Fields of(LayeredPackage layered, String type) {
        SoftwarePackage found = layered.found();
        Parts own = Parts.of(found.kind(), found.version());
        boolean ofSystem = found.kind().isOfSystem();
        String relationship = found.remarks().getOrDefault(Remark.RELATIONSHIP, "");
        Parts source = ofSystem ? Parts.of(found.kind(), found.sourceVersion()) : Parts.NONE;
        return new Fields()
                .with("ID", PackageNames.id(found, type))
                .with("Name", found.name())
                .with("Identifier", identifier(found))
                .with("Version", own.version)
                .with("Release", own.release)
                .with("Epoch", own.epoch)
                .with("Arch", found.architecture())
                .with("Dev", found.remarks().containsKey(Remark.DEVELOPMENT))
                .with("SrcName", ofSystem ? found.sourceName() : "")
                .with("SrcVersion", source.version)
                .with("SrcRelease", source.release)
                .with("SrcEpoch", source.epoch)
                .with("Licenses", found.licenses())
                .with("Maintainer", found.maintainer())
                .with("Modularitylabel", found.remarks().getOrDefault(Remark.STREAM, ""))
                .with("Indirect", relationship.equals("indirect"))
                .with("Relationship", relationship)
                .with("DependsOn", found.dependencies())
                .with("Layer", layer(layered.layer()))
                .with("FilePath", path(found, type));
    }

    /** Names the package outside of this report. */
    Fields identifier(SoftwarePackage found) {
        return identifiers.computeIfAbsent(found, this::identified);
    }

    private Fields identified(SoftwarePackage found) {
        String place = found.place() + "\0" + found.kind() + "\0" + found.name();
        byte[] all =
                (place + "\0" + found.version() + "\0" + found.architecture())
                        .getBytes(StandardCharsets.UTF_8);
        return new Fields()
                .with("PURL", Purl.of(found, distribution).orElse(""))
                .with("UID", Digest.sha256(all).hex().substring(0, 16));
    }

    /** The file that describes it, for packages that are not each a result of their own. */
    static String path(SoftwarePackage found, String type) {
        return PackageNames.isGathered(type) ? found.place().toString() : "";
    }

    /** Which layer, by its digests; empty where there are no layers. */
    Fields layer(int number) {
        Fields layer = new Fields();
        if (number >= 0 && number < layers.size()) {
            layer.with("Digest", layers.get(number).digest())
                    .with("DiffID", layers.get(number).diffId());
        }
        return layer;
    }

    /** The same of a finding, with the step that made the layer and where that stands. */
    Fields cause(int number) {
        Fields layer = layer(number);
        if (number >= 0 && number < layers.size()) {
            layer.with("CreatedBy", layers.get(number).createdBy())
                    .with("Origin", layers.get(number).origin());
        }
        return layer;
    }

    /** Whether the image that was built on has brought a layer; false where nobody knows. */
    boolean isOfBase(int number) {
        return base.filter(image -> image.has(number)).isPresent();
    }

    /** A version taken apart, for those kinds of package whose reports have it so. */
    private record Parts(String version, String release, int epoch) {
        static final Parts NONE = new Parts("", "", 0);

        static Parts of(PackageKind kind, String whole) {
            if (kind != PackageKind.DEB && kind != PackageKind.RPM) {
                return new Parts(whole, "", 0);
            }
            int colon = whole.indexOf(':');
            String rest = whole.substring(colon + 1);
            int dash = rest.lastIndexOf('-');
            return new Parts(
                    dash < 0 ? rest : rest.substring(0, dash),
                    dash < 0 ? "" : rest.substring(dash + 1),
                    colon < 0 ? 0 : number(whole.substring(0, colon)));
        }

        private static int number(String digits) {
            try {
                return Integer.parseInt(digits);
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }
}
