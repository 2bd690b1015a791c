package dev.cooper.scan.match;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image that a test makes up. */
final class TestImage {
    private final Distribution distribution;
    private final List<ImageInventory.LayeredPackage> packages = new ArrayList<>();

    private TestImage(Distribution distribution) {
        this.distribution = distribution;
    }

    static TestImage of(String id, String version) {
        return new TestImage(new Distribution(id, version, "", "", ""));
    }

    static TestImage of(Distribution distribution) {
        return new TestImage(distribution);
    }

    TestImage with(PackageKind kind, String name, String version) {
        return with(kind, name, version, Optional.empty(), "", Map.of());
    }

    TestImage from(PackageKind kind, String name, String version, String source, String its) {
        Optional<SoftwarePackage.Source> of = Optional.of(new SoftwarePackage.Source(source, its));
        return with(kind, name, version, of, "", Map.of());
    }

    TestImage with(
            PackageKind kind,
            String name,
            String version,
            Optional<SoftwarePackage.Source> source,
            String maintainer,
            Map<SoftwarePackage.Remark, String> remarks) {
        String path =
                switch (kind) {
                    case DEB -> "var/lib/dpkg/status";
                    case APK -> "lib/apk/db/installed";
                    case RPM -> "var/lib/rpm/rpmdb.sqlite";
                    default -> "app/" + name;
                };
        return with(
                new SoftwarePackage(
                        kind,
                        name,
                        version,
                        kind.isOfSystem() ? "amd64" : "",
                        source,
                        List.of(),
                        maintainer,
                        SoftwarePackage.Place.of(path),
                        List.of(),
                        remarks));
    }

    TestImage with(SoftwarePackage found) {
        packages.add(new ImageInventory.LayeredPackage(found, 0));
        return this;
    }

    ImageInventory inventory() {
        return new ImageInventory(distribution, packages, List.of());
    }
}
