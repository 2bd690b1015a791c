package dev.cooper.inventory;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * One Java archive of a layer with those within it. Memory is bounded: what is unpacked of one file
 * of a layer, over all archives in archives, has an upper limit.
 */
final class JavaArchive {
    private static final int DEEPEST = 8;
    private static final int LARGEST_TEXT = 1 << 20;
    private static final long MOST_UNPACKED = 2L << 30;

    /** Archives within each other are in memory at the same time. */
    private static final long MOST_AT_ONCE = 192 << 20;

    /** Deflate makes no more of a byte than 1,032. */
    private static final int HIGHEST_RATIO = 1032;

    private static final int MOST_ENTRIES = 500_000;

    /** What an archive has that tells what it is. */
    private static final class Traces {
        private final List<Properties> poms = new ArrayList<>();
        private final JavaPackages packages = new JavaPackages();
        private final JavaClasses classes = new JavaClasses();
        private final JavaLicenses licenses = new JavaLicenses();
        private Attributes manifest = new Attributes();
    }

    private final Findings findings;
    private final String path;
    private long unpacked;
    private long atOnce;

    JavaArchive(Findings findings, String path) {
        this.findings = findings;
        this.path = path;
    }

    /**
     * Reads an archive.
     *
     * @param inside where it is within the file of the layer; empty for that file itself
     */
    void read(String name, byte[] bytes, List<String> inside) throws IOException {
        Traces traces = new Traces();
        SoftwarePackage.Place place = new SoftwarePackage.Place(path, inside);
        List<SoftwarePackage> libraries;
        try (ZipFile zip =
                ZipFile.builder()
                        .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                        .get()) {
            int entries = 0;
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (++entries > MOST_ENTRIES) {
                    throw new DamagedFileException("more than " + MOST_ENTRIES + " entries");
                }
                look(zip, entry, inside, traces);
            }
            libraries = traces.classes.libraries(each -> classFile(zip, each), place);
        } catch (DamagedFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DamagedFileException(
                    (inside.isEmpty() ? "it" : String.join("/", inside)) + " is no ZIP archive");
        }
        List<SoftwarePackage> packages =
                JavaCoordinates.of(name, traces.poms, traces.manifest, traces.packages, place);
        for (SoftwarePackage found : packages) {
            boolean isAlone = packages.size() == 1;
            findings.add(found.withLicenses(traces.licenses.of(found, traces.manifest, isAlone)));
        }
        for (SoftwarePackage library : libraries) {
            if (packages.stream().noneMatch(each -> isOf(library, each))) {
                findings.add(library);
            }
        }
    }

    /** Whether a library that is known by its classes is there because of another of its makers. */
    private static boolean isOf(SoftwarePackage library, SoftwarePackage named) {
        String artifact = library.name().substring(library.name().indexOf(':') + 1);
        String group = library.name().substring(0, library.name().indexOf(':') + 1);
        return named.name().startsWith(group)
                || named.name().equals(artifact)
                || named.name().endsWith(":" + artifact);
    }

    /** A class; empty when it is damaged, which loses nothing but its fingerprint. */
    private byte[] classFile(ZipFile zip, String name) {
        try {
            ZipArchiveEntry entry = zip.getEntry(name);
            return entry == null ? new byte[0] : unpack(zip, entry, LARGEST_TEXT);
        } catch (IOException | RuntimeException e) {
            return new byte[0];
        }
    }

    private void look(ZipFile zip, ZipArchiveEntry entry, List<String> inside, Traces traces)
            throws IOException {
        String name = entry.getName();
        if (entry.isDirectory()) {
            return;
        }
        if (name.endsWith(".class")) {
            traces.packages.add(name);
            traces.classes.add(name);
        } else if (name.startsWith("META-INF/maven/") && name.endsWith("/pom.properties")) {
            traces.poms.add(properties(unpack(zip, entry, LARGEST_TEXT)));
        } else if (JavaLicenses.isProject(name)) {
            traces.licenses.add(name, unpack(zip, entry, LARGEST_TEXT));
        } else if (name.equalsIgnoreCase("META-INF/MANIFEST.MF")) {
            traces.manifest = manifest(unpack(zip, entry, LARGEST_TEXT));
        } else if (JavaCataloger.isArchive(name)) {
            nested(zip, entry, inside);
        }
    }

    /** What Maven says of an archive; nothing when it cannot be read. */
    private static Properties properties(byte[] bytes) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(bytes));
        } catch (IllegalArgumentException e) {
            return new Properties(); // an escaped character that is none
        }
        return properties;
    }

    /** The manifest's first part; nothing when it cannot be read, as other traces may do. */
    private static Attributes manifest(byte[] bytes) {
        try {
            return new Manifest(new ByteArrayInputStream(bytes)).getMainAttributes();
        } catch (IOException e) {
            return new Attributes();
        }
    }

    private void nested(ZipFile zip, ZipArchiveEntry entry, List<String> inside)
            throws IOException {
        List<String> deeper = new ArrayList<>(inside);
        deeper.add(entry.getName());
        String where = path + "/" + String.join("/", deeper);
        if (deeper.size() > DEEPEST) {
            findings.warn(where + ": archives within archives are read " + DEEPEST + " deep");
            return;
        }
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        try {
            byte[] bytes = unpack(zip, entry, (int) (MOST_AT_ONCE - atOnce));
            atOnce += bytes.length;
            try {
                read(name, bytes, deeper);
            } finally {
                atOnce -= bytes.length;
            }
        } catch (DamagedFileException e) {
            findings.warn(where + ": " + e.getMessage());
        }
    }

    /**
     * Unpacks an entry into an array of the size that the archive says it has, so that it is in
     * memory once; one that is too large, or cannot be that large, costs nothing.
     */
    private byte[] unpack(ZipFile zip, ZipArchiveEntry entry, int most) throws IOException {
        long size = entry.getSize();
        if (size > Math.min(most, MOST_UNPACKED - unpacked)) {
            throw new DamagedFileException(entry.getName() + " in it is too large");
        }
        if (size < 0 || size > (entry.getCompressedSize() + 1) * HIGHEST_RATIO) {
            throw new DamagedFileException(
                    entry.getName() + " in it cannot be as large as it says");
        }
        unpacked += size;
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = new byte[(int) size];
            int read = in.readNBytes(bytes, 0, bytes.length);
            if (in.read() >= 0) {
                throw new DamagedFileException(entry.getName() + " in it is larger than it says");
            }
            return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
        }
    }
}
