package dev.cooper.inventory.sbom;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.Purl;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.oci.Digest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names by which the parts of a document refer to packages: the same for the same inventory. */
final class Identifiers {
    private final List<String> purls = new ArrayList<>();
    private final List<String> hashes = new ArrayList<>();

    Identifiers(List<LayeredPackage> packages, Distribution distribution) {
        Map<String, Integer> seen = new HashMap<>();
        for (LayeredPackage each : packages) {
            SoftwarePackage found = each.found();
            purls.add(Purl.of(found, distribution).orElse(""));
            String all =
                    String.join(
                            "\0",
                            found.kind().purlType(),
                            found.name(),
                            found.version(),
                            found.architecture(),
                            found.place().toString());
            int times = seen.merge(all, 1, Integer::sum);
            hashes.add(hash(times == 1 ? all : all + "\0" + times));
        }
    }

    private static String hash(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }

    /** The package URL of a package; empty where it can have none. */
    String purl(int number) {
        return purls.get(number);
    }

    /** Digits that no other package of this inventory has. */
    String hash(int number) {
        return hashes.get(number);
    }
}
