package dev.cooper.scan.feed;

import static dev.cooper.scan.feed.JsonValues.list;
import static dev.cooper.scan.feed.JsonValues.maps;
import static dev.cooper.scan.feed.JsonValues.text;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Advisory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Red Hat's advisories in Trivy's database, which are kept by content sets: those of a release's
 * own repositories count.
 */
final class TrivyRedHat {
    static final String ECOSYSTEM = "Red Hat:";
    static final String BUCKET = "Red Hat";

    private TrivyRedHat() {}

    static List<Advisory> of(
            BoltFile file, String ecosystem, String id, String source, Map<?, ?> value)
            throws IOException {
        String release = ecosystem.substring(ECOSYSTEM.length());
        if (release.indexOf(':') >= 0) {
            return List.of(); // the whole release is asked for, too
        }
        Set<Object> ours = indices(file, release);
        List<Advisory> advisories = new ArrayList<>();
        for (Map<?, ?> entry : maps(value.get("Entries"))) {
            if (list(entry.get("Affected")).stream().noneMatch(ours::contains)) {
                continue;
            }
            List<Map<?, ?>> cves = maps(entry.get("Cves"));
            if (cves.isEmpty()) {
                advisories.add(TrivyDatabase.ofSystem(id, source, entry));
            }
            for (Map<?, ?> cve : cves) {
                String name = text(cve.get("ID"));
                Map<Object, Object> one = new HashMap<>(entry);
                if (cve.get("Severity") != null) {
                    one.put("Severity", cve.get("Severity"));
                }
                if (!name.isEmpty()) {
                    one.put("VendorIDs", List.of(id));
                }
                advisories.add(TrivyDatabase.ofSystem(name.isEmpty() ? id : name, source, one));
            }
        }
        return advisories;
    }

    /** The numbers of the products that a release's own repositories belong to. */
    private static Set<Object> indices(BoltFile file, String release) throws IOException {
        List<String> repositories =
                release.equals("6") || release.equals("7")
                        ? List.of("rhel-" + release + "-server-rpms")
                        : List.of(
                                "rhel-" + release + "-for-x86_64-baseos-rpms",
                                "rhel-" + release + "-for-x86_64-appstream-rpms");
        Set<Object> indices = new HashSet<>();
        Optional<BoltFile.Bucket> all = file.root().bucket("Red Hat CPE");
        Optional<BoltFile.Bucket> byName =
                all.isEmpty() ? Optional.empty() : all.get().bucket("repository");
        if (byName.isPresent()) {
            for (String name : repositories) {
                Optional<byte[]> found = byName.get().get(name);
                try {
                    indices.addAll(list(found.isEmpty() ? null : Json.parse(found.get())));
                } catch (SyntaxException e) {
                    throw new IOException("a value of trivy.db is damaged: " + e.getMessage(), e);
                }
            }
        }
        return indices;
    }
}
