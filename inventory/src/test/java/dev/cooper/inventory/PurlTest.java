package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

class PurlTest {
    private static final String CHARACTERS = "abcxyzABZ0129-._~+:%/ @?&=#é";

    @Test
    void namesPackagesOfSystems() {
        SoftwarePackage found = found(PackageKind.DEB, "libstdc++6", "1:12.2.0-14+deb12u1~x");
        assertEquals(
                Optional.of(
                        "pkg:deb/debian/libstdc%2B%2B6@1%3A12.2.0-14%2Bdeb12u1~x"
                                + "?arch=amd64&distro=debian-12"),
                Purl.of(found, distribution("debian")));
    }

    @Test
    void writesWhatTheLibraryWouldWrite() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            PackageKind kind = List.of(PackageKind.DEB, PackageKind.APK).get(random.nextInt(2));
            String name = text(random);
            String version = text(random);
            String namespace = text(random);
            assertEquals(
                    byLibrary(kind, namespace, name, version),
                    Purl.of(found(kind, name, version), distribution(namespace)),
                    () -> namespace + " | " + name + " | " + version);
        }
    }

    private static String text(Random random) {
        // Mostly of what is common, so that both ways of writing are taken.
        int letters = random.nextInt(3) == 0 ? CHARACTERS.length() : 6;
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            text.append(CHARACTERS.charAt(random.nextInt(letters)));
        }
        return text.toString();
    }

    private static Optional<String> byLibrary(
            PackageKind kind, String namespace, String name, String version) {
        try {
            TreeMap<String, String> qualifiers =
                    new TreeMap<>(Map.of("arch", "amd64", "distro", namespace + "-12"));
            return Optional.of(
                    new PackageURL(kind.purlType(), namespace, name, version, qualifiers, null)
                            .canonicalize());
        } catch (MalformedPackageURLException e) {
            return Optional.empty();
        }
    }

    private static Distribution distribution(String id) {
        return new Distribution(id, "12", "", "", "");
    }

    private static SoftwarePackage found(PackageKind kind, String name, String version) {
        return new SoftwarePackage(
                kind,
                name,
                version,
                "amd64",
                Optional.empty(),
                List.of(),
                "",
                SoftwarePackage.Place.of("var/lib/dpkg/status"),
                List.of(),
                Map.of());
    }
}
