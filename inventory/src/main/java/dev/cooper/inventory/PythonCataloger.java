package dev.cooper.inventory;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Python packages that are installed: the metadata of wheels and eggs (PEP 566, PEP 639), also of
 * eggs that are one file.
 */
final class PythonCataloger implements Cataloger {
    private static final long LARGEST = 8 << 20;
    private static final Set<String> FIELDS =
            Set.of("name", "version", "license", "license-expression");
    private static final String CLASSIFIER = "license ::";

    @Override
    public String id() {
        return "python-2";
    }

    @Override
    public boolean wants(Candidate file) {
        String path = file.path();
        return path.endsWith(".dist-info/METADATA")
                || path.endsWith(".egg-info/PKG-INFO")
                || path.endsWith("EGG-INFO/PKG-INFO")
                || path.endsWith(".egg-info")
                || path.endsWith(".egg");
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        if (file.path().endsWith(".egg")) {
            egg(file, findings);
        } else if (file.bytes().length > LARGEST) {
            throw new DamagedFileException("it is too large for a description of a package");
        } else {
            add(file.bytes(), SoftwarePackage.Place.of(file.path()), findings);
        }
    }

    private static void egg(LayerFile file, Findings findings) throws DamagedFileException {
        String inside = "EGG-INFO/PKG-INFO";
        try (ZipFile zip =
                ZipFile.builder()
                        .setSeekableByteChannel(new SeekableInMemoryByteChannel(file.bytes()))
                        .get()) {
            ZipArchiveEntry entry = zip.getEntry(inside);
            if (entry == null) {
                return;
            }
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] bytes = in.readNBytes((int) LARGEST);
                add(bytes, new SoftwarePackage.Place(file.path(), List.of(inside)), findings);
            }
        } catch (DamagedFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DamagedFileException("it is no ZIP archive");
        }
    }

    private static void add(byte[] bytes, SoftwarePackage.Place place, Findings findings)
            throws DamagedFileException {
        Set<String> needed = new LinkedHashSet<>();
        List<String> classifiers = new ArrayList<>();
        Map<String, String> header = new LinkedHashMap<>();
        for (String line : head(bytes)) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (field.equals("requires-dist")) {
                needed(value, needed);
            } else if (field.equals("classifier")
                    && value.toLowerCase(Locale.ROOT).startsWith(CLASSIFIER)) {
                classifiers.add(value);
            } else if (FIELDS.contains(field)) {
                header.putIfAbsent(field, value);
            }
        }
        String name = header.getOrDefault("name", "");
        String version = header.getOrDefault("version", "");
        if (name.isEmpty() || version.isEmpty()) {
            throw new DamagedFileException("it names no package");
        }
        findings.add(
                SoftwarePackage.of(PackageKind.PYPI, name, version, place)
                        .withLicenses(licenses(header, classifiers))
                        .withDependencies(List.copyOf(needed)));
    }

    /** The text for people that follows the header is no part of it. */
    private static List<String> head(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
        int end = text.indexOf("\n\n");
        return text.substring(0, end < 0 ? text.length() : end).lines().toList();
    }

    /** {@code NAME[extra] (>=1) ; marker}: what only an extra needs is not needed. */
    private static void needed(String value, Set<String> needed) {
        String[] parts = value.split(";", 2);
        String name = parts[0].strip().split("[ \\[(<>=!~]", 2)[0];
        boolean optional = parts.length > 1 && parts[1].contains("extra");
        if (!optional && !name.isEmpty()) {
            needed.add(name);
        }
    }

    /** An expression before anything else; else what is said in free words, else classifiers. */
    private static List<String> licenses(Map<String, String> header, List<String> classifiers) {
        String expression = header.getOrDefault("license-expression", "");
        String license = expression.isEmpty() ? header.getOrDefault("license", "") : expression;
        return license.isEmpty() || license.equals("UNKNOWN") ? classifiers : List.of(license);
    }
}
