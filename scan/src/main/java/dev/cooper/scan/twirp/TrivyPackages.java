package dev.cooper.scan.twirp;

import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.inventory.SoftwarePackage.Place;
import dev.cooper.inventory.SoftwarePackage.Source;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Packages as Trivy's clients describe them. */
final class TrivyPackages {
    private static final int EPOCH = 4;
    private static final int SOURCE_EPOCH = 9;

    private TrivyPackages() {}

    /** The kind of the packages of a distribution. */
    static PackageKind ofSystem(String family) {
        return switch (family) {
            case "debian", "ubuntu", "echo" -> PackageKind.DEB;
            case "alpine", "wolfi", "chainguard", "minimos" -> PackageKind.APK;
            default -> PackageKind.RPM;
        };
    }

    /** The kind of the packages that a file of some type describes. */
    static PackageKind ofType(String type) {
        return switch (type) {
            case "jar", "pom", "gradle", "sbt" -> PackageKind.MAVEN;
            case "node-pkg", "npm", "yarn", "pnpm", "bun", "javascript" -> PackageKind.NPM;
            case "python-pkg", "pip", "pipenv", "poetry", "uv", "pylock" -> PackageKind.PYPI;
            case "gobinary", "gomod" -> PackageKind.GOLANG;
            case "rustbinary", "cargo" -> PackageKind.CARGO;
            case "gemspec", "bundler" -> PackageKind.GEM;
            case "composer", "composer-vendor" -> PackageKind.COMPOSER;
            case "nuget", "dotnet-core", "packages-props" -> PackageKind.NUGET;
            case "conda-pkg", "conda-environment" -> PackageKind.CONDA;
            case "hex" -> PackageKind.HEX;
            case "pub" -> PackageKind.PUB;
            case "swift" -> PackageKind.SWIFT;
            case "cocoapods" -> PackageKind.COCOAPODS;
            case "conan" -> PackageKind.CONAN;
            case "julia" -> PackageKind.JULIA;
            default -> PackageKind.GENERIC;
        };
    }

    /**
     * A package as others here know it.
     *
     * @param path of the file that describes it
     */
    static SoftwarePackage read(ProtoReader each, PackageKind kind, String path) {
        String name = each.text(1);
        String version = version(each.number(EPOCH), each.text(2), each.text(3));
        String sourceName = each.text(6);
        String sourceVersion = version(each.number(SOURCE_EPOCH), each.text(7), each.text(8));
        boolean hasSource = kind.isOfSystem() && !sourceName.isEmpty();
        return new SoftwarePackage(
                kind,
                name,
                version,
                each.text(5),
                hasSource
                        ? Optional.of(
                                new Source(
                                        sourceName,
                                        sourceVersion.isEmpty() ? version : sourceVersion))
                        : Optional.empty(),
                each.texts(15),
                each.text(21),
                Place.of(each.text(12).isEmpty() ? path : each.text(12)),
                List.of(),
                Map.of());
    }

    private static String version(long epoch, String version, String release) {
        String full = release.isEmpty() ? version : version + "-" + release;
        return epoch == 0 || version.isEmpty() ? full : epoch + ":" + full;
    }
}
