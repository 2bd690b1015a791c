package dev.cooper.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A directory of sources made of a few files. */
final class TestProject {
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    TestProject file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    TestProject file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    List<SoftwarePackage> read() {
        Findings findings = new Findings();
        for (Map.Entry<String, byte[]> each : files.entrySet()) {
            String path = each.getKey();
            String name = path.substring(path.lastIndexOf('/') + 1);
            Candidate candidate = new Candidate(path, name, each.getValue().length, false);
            Neighbours around =
                    new Neighbours(path, other -> Optional.ofNullable(files.get(other)));
            for (Cataloger cataloger : Catalogers.OF_LOCK_FILES) {
                if (cataloger.wants(candidate)) {
                    try {
                        cataloger.read(
                                new LayerFile(path, each.getValue(), true, around), findings);
                    } catch (DamagedFileException e) {
                        findings.warn(path + ": " + e.getMessage());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }
        if (!findings.warnings().isEmpty()) {
            throw new AssertionError(findings.warnings());
        }
        return findings.packages();
    }

    /**
     * Each package as {@code NAME VERSION RELATIONSHIP dev -> NEEDS}, sorted; what is unknown is
     * left out.
     */
    List<String> lines() {
        TreeSet<String> lines = new TreeSet<>();
        for (SoftwarePackage each : read()) {
            List<String> words = new ArrayList<>(List.of(each.name(), each.version()));
            String how = each.remarks().get(SoftwarePackage.Remark.RELATIONSHIP);
            if (how != null) {
                words.add(how);
            }
            if (each.remarks().containsKey(SoftwarePackage.Remark.DEVELOPMENT)) {
                words.add("dev");
            }
            if (!each.dependencies().isEmpty()) {
                words.add("-> " + String.join(", ", each.dependencies()));
            }
            lines.add(String.join(" ", words));
        }
        return List.copyOf(lines);
    }
}
