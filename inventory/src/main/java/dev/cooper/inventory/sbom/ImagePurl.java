package dev.cooper.inventory.sbom;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;

import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Package URLs of images ({@code pkg:oci/NAME@DIGEST?repository_url=REGISTRY/REPOSITORY}). */
final class ImagePurl {
    private ImagePurl() {}

    /** Of the first name with a digest that an image has. */
    static Optional<String> of(Subject.Image image) {
        for (String name : image.repoDigests()) {
            int at = name.indexOf('@');
            String repository = name.substring(0, Math.max(0, at));
            TreeMap<String, String> qualifiers = new TreeMap<>();
            qualifiers.put("repository_url", repository);
            try {
                return Optional.of(
                        new PackageURL(
                                        "oci",
                                        null,
                                        repository
                                                .substring(repository.lastIndexOf('/') + 1)
                                                .toLowerCase(Locale.ROOT),
                                        name.substring(at + 1),
                                        qualifiers,
                                        null)
                                .canonicalize());
            } catch (MalformedPackageURLException e) {
                // no name of a repository; perhaps the next is
            }
        }
        return Optional.empty();
    }
}
