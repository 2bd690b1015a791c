package dev.cooper.inventory;

import dev.cooper.oci.FileName;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Packages that dpkg has installed: its database, the single files of distroless images, and the
 * lists of the files that each package has brought.
 */
final class DpkgCataloger implements Cataloger {
    private static final String HOME = "var/lib/dpkg/";
    private static final Set<String> FIELDS =
            Set.of(
                    "package",
                    "status",
                    "version",
                    "architecture",
                    "source",
                    "maintainer",
                    "vendor",
                    "depends",
                    "pre-depends",
                    "provides");

    @Override
    public String id() {
        return "dpkg-3";
    }

    @Override
    public boolean wants(Candidate file) {
        return file.path().startsWith(HOME) && (isDatabase(file.path()) || isList(file.path()));
    }

    private static boolean isDatabase(String path) {
        return path.equals(HOME + "status")
                || (path.startsWith(HOME + "status.d/") && !path.endsWith(".md5sums"));
    }

    private static boolean isList(String path) {
        return (path.startsWith(HOME + "info/") && path.endsWith(".list"))
                || (path.startsWith(HOME + "status.d/") && path.endsWith(".md5sums"));
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        if (isList(file.path())) {
            owned(file, findings);
            return;
        }
        boolean single = file.path().startsWith(HOME + "status.d/");
        for (Map<String, String> stanza : new Stanzas(file.bytes(), FIELDS)) {
            String name = stanza.getOrDefault("package", "");
            String version = stanza.getOrDefault("version", "");
            // Configuration files of a removed package are no package; distroless says no status.
            boolean installed =
                    (single && !stanza.containsKey("status"))
                            || stanza.getOrDefault("status", "").endsWith(" installed");
            if (installed && !name.isEmpty() && !version.isEmpty()) {
                findings.add(found(stanza, name, version, file.path()));
                if (stanza.containsKey("vendor")) {
                    // A field of fpm and its kind, which distributions' tools do not write.
                    findings.isOfOthers(name);
                }
            }
        }
    }

    private static SoftwarePackage found(
            Map<String, String> stanza, String name, String version, String path) {
        return new SoftwarePackage(
                PackageKind.DEB,
                name,
                version,
                stanza.getOrDefault("architecture", ""),
                source(stanza.getOrDefault("source", ""), version),
                List.of(),
                stanza.getOrDefault("maintainer", ""),
                SoftwarePackage.Place.of(path),
                dependencies(stanza),
                SoftwarePackage.provided(names(stanza.getOrDefault("provides", ""))));
    }

    /** Reads {@code NAME} or {@code NAME (VERSION)}; the version is the package's when left out. */
    private static Optional<SoftwarePackage.Source> source(String text, String version) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int open = text.indexOf('(');
        int close = text.indexOf(')', Math.max(open, 0));
        if (open < 0 || close < 0) {
            return Optional.of(new SoftwarePackage.Source(text, version));
        }
        return Optional.of(
                new SoftwarePackage.Source(
                        text.substring(0, open).strip(), text.substring(open + 1, close).strip()));
    }

    /** What is needed, without versions and architectures. */
    private static List<String> dependencies(Map<String, String> stanza) {
        Set<String> all = names(stanza.getOrDefault("pre-depends", ""));
        all.addAll(names(stanza.getOrDefault("depends", "")));
        return List.copyOf(all);
    }

    /** The names in {@code a (>= 1), b:any | c}: {@code a} and {@code b|c}. */
    private static Set<String> names(String relation) {
        Set<String> names = new LinkedHashSet<>();
        for (String each : relation.split(",", -1)) {
            List<String> choices = new ArrayList<>();
            for (String choice : each.split("\\|", -1)) {
                String name = choice.strip().split("[ (:\n]", 2)[0];
                if (!name.isEmpty()) {
                    choices.add(name);
                }
            }
            String joined = String.join("|", choices);
            if (!joined.isEmpty()) {
                names.add(joined);
            }
        }
        return names;
    }

    private static void owned(LayerFile file, Findings findings) {
        boolean sums = file.path().endsWith(".md5sums");
        // libc6:amd64.list
        String owner = file.name().substring(0, file.name().lastIndexOf('.')).split(":", 2)[0];
        byte[] bytes = file.bytes();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '\n') {
                String line = FileName.decode(bytes, start, i - start);
                start = i + 1;
                int name = sums ? line.indexOf("  ") + 2 : 0;
                if (name >= 0 && name < line.length()) {
                    String path = line.substring(name);
                    findings.lists(owner, path.startsWith("/") ? path.substring(1) : path);
                }
            }
        }
    }
}
