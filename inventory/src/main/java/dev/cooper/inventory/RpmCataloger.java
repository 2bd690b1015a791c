package dev.cooper.inventory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Packages that rpm has installed, from each of the three databases it has had. */
final class RpmCataloger implements Cataloger {
    private static final Set<String> HOMES =
            Set.of("var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm");
    private static final Set<String> RELEASES = Set.of("/etc/os-release", "/usr/lib/os-release");
    private static final int LONGEST_PATH = 4096;
    private static final Set<String> NAMES = Set.of("Packages", "Packages.db", "rpmdb.sqlite");

    @Override
    public String id() {
        return "rpm-3";
    }

    @Override
    public boolean wants(Candidate file) {
        return NAMES.contains(file.name())
                && HOMES.contains(
                        file.path()
                                .substring(
                                        0,
                                        Math.max(
                                                0,
                                                file.path().length() - file.name().length() - 1)));
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        RpmRecords records =
                switch (file.name()) {
                    case "Packages" -> RpmBerkeley.open(file.bytes());
                    case "Packages.db" -> RpmNdb.open(file.bytes());
                    default -> RpmSqlite.open(file.bytes());
                };
        List<RpmHeader> headers = new ArrayList<>();
        try {
            records.forEach(blob -> {
                try {
                    headers.add(RpmHeader.read(blob));
                } catch (DamagedFileException e) {
                    findings.warn(file.path() + ": " + e.getMessage());
                }
            });
        } finally {
            addAll(headers, file.path(), findings);
        }
    }

    private static void addAll(List<RpmHeader> headers, String path, Findings findings)
            throws DamagedFileException {
        Set<String> neededFiles = new HashSet<>();
        Set<String> vendors = new HashSet<>();
        int wild = 0;
        for (RpmHeader header : headers) {
            wild += header.isWild() ? 1 : 0;
            if (!Collections.disjoint(files(header), RELEASES)) {
                vendors.add(vendor(header));
            }
            for (String each : header.texts(RpmHeader.REQUIRES)) {
                if (each.startsWith("/")) {
                    neededFiles.add(each);
                }
            }
        }
        for (RpmHeader header : headers) {
            boolean isOfOthers = !vendors.isEmpty() && !vendors.contains(vendor(header));
            add(header, path, neededFiles, isOfOthers, findings);
        }
        if (wild > 0) {
            findings.warn(
                    path
                            + ": "
                            + wild
                            + " packages' headers point outside of themselves; what is there is"
                            + " not known");
        }
    }

    /**
     * Who has made a package: the first word, without the "open" of openSUSE, as divisions of one
     * distribution's makers call themselves differently. The distribution is who has made the
     * package that says which distribution it is.
     */
    private static String vendor(RpmHeader header) {
        String name = header.text(RpmHeader.VENDOR).toLowerCase(Locale.ROOT).strip();
        int end = 0;
        while (end < name.length() && Character.isLetterOrDigit(name.charAt(end))) {
            end++;
        }
        String word = name.substring(0, end);
        return word.equals("opensuse") ? "suse" : word;
    }

    private static void add(
            RpmHeader header,
            String path,
            Set<String> neededFiles,
            boolean isOfOthers,
            Findings findings)
            throws DamagedFileException {
        String name = header.text(RpmHeader.NAME);
        String version = header.text(RpmHeader.VERSION);
        // Keys of repositories are kept as if they were packages.
        if (name.isEmpty() || version.isEmpty() || name.equals("gpg-pubkey")) {
            return;
        }
        int[] epoch = header.numbers(RpmHeader.EPOCH);
        String full =
                (epoch.length == 0 ? "" : Integer.toUnsignedString(epoch[0]) + ":")
                        + version
                        + "-"
                        + header.text(RpmHeader.RELEASE);
        String license = header.text(RpmHeader.LICENSE);
        findings.add(
                new SoftwarePackage(
                        PackageKind.RPM,
                        name,
                        full,
                        header.text(RpmHeader.ARCH),
                        source(header.text(RpmHeader.SOURCE_RPM)),
                        license.isEmpty() ? List.of() : List.of(license),
                        header.text(RpmHeader.VENDOR),
                        SoftwarePackage.Place.of(path),
                        needed(header),
                        remarks(header, neededFiles)));
        for (String file : files(header)) {
            String clean = file.startsWith("/") ? file.substring(1) : file;
            if (isOfOthers) {
                findings.brings(clean);
            } else {
                findings.owns(clean);
            }
        }
    }

    /** Reads {@code NAME-VERSION-RELEASE.src.rpm}; source RPMs do not name their epoch. */
    private static Optional<SoftwarePackage.Source> source(String file) {
        String text = file;
        for (String suffix : List.of(".src.rpm", ".nosrc.rpm")) {
            if (text.endsWith(suffix)) {
                text = text.substring(0, text.length() - suffix.length());
            }
        }
        int release = text.lastIndexOf('-');
        int version = release < 0 ? -1 : text.lastIndexOf('-', release - 1);
        return version <= 0
                ? Optional.empty()
                : Optional.of(
                        new SoftwarePackage.Source(
                                text.substring(0, version), text.substring(version + 1)));
    }

    private static List<String> needed(RpmHeader header) {
        Set<String> names = new LinkedHashSet<>();
        for (String each : header.texts(RpmHeader.REQUIRES)) {
            // What rpm itself must be able to do is no package.
            if (!each.startsWith("rpmlib(")) {
                names.add(each);
            }
        }
        return List.copyOf(names);
    }

    private static Map<SoftwarePackage.Remark, String> remarks(
            RpmHeader header, Set<String> neededFiles) {
        Set<String> provided = new LinkedHashSet<>(header.texts(RpmHeader.PROVIDES));
        for (String file : files(header)) {
            if (neededFiles.contains(file)) {
                provided.add(file);
            }
        }
        Map<SoftwarePackage.Remark, String> remarks = new EnumMap<>(SoftwarePackage.Remark.class);
        remarks.putAll(SoftwarePackage.provided(provided));
        remarks.putAll(stream(header.text(RpmHeader.MODULARITY)));
        return remarks;
    }

    /** Name and stream of a label such as {@code nodejs:12:8030020201124152102:229f0a1c}. */
    private static Map<SoftwarePackage.Remark, String> stream(String label) {
        if (label.isEmpty()) {
            return Map.of();
        }
        int first = label.indexOf(':');
        int second = first < 0 ? -1 : label.indexOf(':', first + 1);
        return Map.of(
                SoftwarePackage.Remark.STREAM, second < 0 ? label : label.substring(0, second));
    }

    private static List<String> files(RpmHeader header) {
        List<String> files = new ArrayList<>();
        List<String> names = header.texts(RpmHeader.BASE_NAMES);
        List<String> directories = header.texts(RpmHeader.DIRECTORY_NAMES);
        int[] indexes = header.numbers(RpmHeader.DIRECTORY_INDEXES);
        for (int i = 0; i < Math.min(names.size(), indexes.length); i++) {
            if (indexes[i] < 0 || indexes[i] >= directories.size()) {
                continue;
            }
            String directory = directories.get(indexes[i]);
            if (directory.length() + names.get(i).length() <= LONGEST_PATH) {
                files.add(directory + names.get(i));
            }
        }
        return files;
    }

    /** The records of a database, one header each. */
    interface RpmRecords {
        void forEach(java.util.function.Consumer<ByteBuffer> each) throws DamagedFileException;
    }
}
