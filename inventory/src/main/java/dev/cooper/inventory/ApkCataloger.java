package dev.cooper.inventory;

import dev.cooper.oci.FileName;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Packages that apk has installed, and the files they have brought (apk-tools, "installed"). */
final class ApkCataloger implements Cataloger {
    /** The second since apk-tools 3 and the merged /usr. */
    private static final Set<String> PATHS =
            Set.of("lib/apk/db/installed", "usr/lib/apk/db/installed");

    @Override
    public String id() {
        return "apk-2";
    }

    @Override
    public boolean wants(Candidate file) {
        return PATHS.contains(file.path());
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        Map<Character, String> fields = new LinkedHashMap<>();
        String directory = "";
        byte[] bytes = file.bytes();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i < bytes.length && bytes[i] != '\n') {
                continue;
            }
            String line = FileName.decode(bytes, start, i - start);
            start = i + 1;
            if (line.isBlank()) {
                end(fields, file.path(), findings);
                fields.clear();
                directory = "";
            } else if (line.length() > 1 && line.charAt(1) == ':') {
                String value = line.substring(2);
                switch (line.charAt(0)) {
                    case 'F' -> directory = value;
                    case 'R' ->
                            findings.owns(directory.isEmpty() ? value : directory + "/" + value);
                    default -> fields.putIfAbsent(line.charAt(0), value);
                }
            }
        }
        end(fields, file.path(), findings);
    }

    private static void end(Map<Character, String> fields, String path, Findings findings)
            throws DamagedFileException {
        String name = fields.getOrDefault('P', "");
        String version = fields.getOrDefault('V', "");
        if (name.isEmpty() || version.isEmpty()) {
            return;
        }
        String origin = fields.getOrDefault('o', "");
        String license = fields.getOrDefault('L', "");
        findings.add(
                new SoftwarePackage(
                        PackageKind.APK,
                        name,
                        version,
                        fields.getOrDefault('A', ""),
                        origin.isEmpty()
                                ? Optional.empty()
                                : Optional.of(new SoftwarePackage.Source(origin, version)),
                        license.isEmpty() ? List.of() : List.of(license),
                        fields.getOrDefault('m', ""),
                        SoftwarePackage.Place.of(path),
                        List.copyOf(names(fields.getOrDefault('D', ""))),
                        SoftwarePackage.provided(names(fields.getOrDefault('p', "")))));
    }

    /** Names without versions; a conflict is no need. */
    private static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (String each : text.split(" ", -1)) {
            String name = each.split("[<>=~]", 2)[0];
            if (!name.isEmpty() && name.charAt(0) != '!') {
                names.add(name);
            }
        }
        return names;
    }
}
