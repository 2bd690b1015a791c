package dev.cooper.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Python packages that are installed: the metadata of wheels and eggs (PEP 566, PEP 639). */
final class PythonCataloger implements Cataloger {
    private static final long LARGEST = 8 << 20;
    private static final Set<String> FIELDS =
            Set.of("name", "version", "license", "license-expression", "requires-dist", "author");

    @Override
    public String id() {
        return "python-1";
    }

    @Override
    public boolean wants(Candidate file) {
        String path = file.path();
        return file.size() <= LARGEST
                && (path.endsWith(".dist-info/METADATA")
                        || path.endsWith(".egg-info/PKG-INFO")
                        || path.endsWith("EGG-INFO/PKG-INFO")
                        || path.endsWith(".egg-info"));
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        List<String> needed = new ArrayList<>();
        Map<String, String> header = new java.util.LinkedHashMap<>();
        // The text for people that follows the header is no paragraph of it.
        for (String line : head(file)) {
            int colon = line.indexOf(':');
            String field =
                    colon < 0 ? "" : line.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
            if (!FIELDS.contains(field)) {
                continue;
            }
            String value = line.substring(colon + 1).strip();
            if (field.equals("requires-dist")) {
                needed(value, needed);
            } else {
                header.putIfAbsent(field, value);
            }
        }
        String name = header.getOrDefault("name", "");
        String version = header.getOrDefault("version", "");
        if (name.isEmpty() || version.isEmpty()) {
            throw new DamagedFileException("it names no package");
        }
        findings.add(
                new SoftwarePackage(
                        PackageKind.PYPI,
                        name,
                        version,
                        "",
                        Optional.empty(),
                        licenses(header),
                        header.getOrDefault("author", ""),
                        SoftwarePackage.Place.of(file.path()),
                        needed,
                        Map.of()));
    }

    private static List<String> head(LayerFile file) {
        String text = new String(file.bytes(), java.nio.charset.StandardCharsets.UTF_8);
        int end = text.indexOf("\n\n");
        return text.substring(0, end < 0 ? text.length() : end).lines().toList();
    }

    /** {@code NAME[extra] (>=1) ; marker}: what only an extra needs is not needed. */
    private static void needed(String value, List<String> needed) {
        String[] parts = value.split(";", 2);
        String name = parts[0].strip().split("[ \\[(<>=!~]", 2)[0];
        boolean optional = parts.length > 1 && parts[1].contains("extra");
        if (!optional && !name.isEmpty() && !needed.contains(name)) {
            needed.add(name);
        }
    }

    private static List<String> licenses(Map<String, String> header) {
        String expression = header.getOrDefault("license-expression", "");
        String license = expression.isEmpty() ? header.getOrDefault("license", "") : expression;
        return license.isEmpty() || license.equals("UNKNOWN") ? List.of() : List.of(license);
    }
}
