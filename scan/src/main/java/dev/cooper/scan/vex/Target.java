package dev.cooper.scan.vex;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;

import java.util.List;
import java.util.Optional;

/**
 * A package of a finding and the image it is in, as package URLs.
 *
 * @param images all that the image is called; none for a directory
 * @param packages mostly one
 */
record Target(List<PackageURL> images, List<PackageURL> packages) {
    static Target of(List<String> images, List<String> packages) {
        return new Target(parsed(images), parsed(packages));
    }

    private static List<PackageURL> parsed(List<String> purls) {
        return purls.stream().flatMap(purl -> parsed(purl).stream()).toList();
    }

    /** What has no package URL cannot be meant by one. */
    private static Optional<PackageURL> parsed(String purl) {
        try {
            return Optional.of(new PackageURL(purl));
        } catch (MalformedPackageURLException e) {
            return Optional.empty();
        }
    }
}
