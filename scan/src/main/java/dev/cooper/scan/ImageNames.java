package dev.cooper.scan;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Package URLs of images ({@code pkg:oci/NAME@DIGEST?repository_url=REGISTRY/REPOSITORY}). */
final class ImageNames {
    private ImageNames() {}

    /**
     * By which statements may mean the image.
     *
     * @param digests names with the digest of the manifest
     */
    static List<String> purls(List<String> digests) {
        List<String> purls = new ArrayList<>();
        for (String name : digests) {
            int at = name.indexOf('@');
            String repository = name.substring(0, Math.max(0, at));
            String last = repository.substring(repository.lastIndexOf('/') + 1);
            TreeMap<String, String> qualifiers = new TreeMap<>();
            qualifiers.put("repository_url", repository);
            try {
                String lower = last.toLowerCase(Locale.ROOT);
                String digest = name.substring(at + 1);
                purls.add(
                        new PackageURL("oci", null, lower, digest, qualifiers, null)
                                .canonicalize());
            } catch (MalformedPackageURLException e) {
                // no name of a repository; perhaps the next is
            }
        }
        return purls;
    }
}
