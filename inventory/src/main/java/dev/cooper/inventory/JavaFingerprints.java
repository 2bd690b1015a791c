package dev.cooper.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Well-known libraries by fingerprints of a few of their classes ({@code java-fingerprints.txt},
 * which {@code bench/Fingerprints.java} makes of the archives their makers have published).
 */
final class JavaFingerprints {
    /**
     * A library.
     *
     * @param name {@code group:artifact}
     * @param versions from the oldest on
     * @param classes how many of its classes have fingerprints
     */
    record Library(String name, List<String> versions, int classes) {}

    /**
     * A class of a library.
     *
     * @param path behind the directory that all classes of the library are below
     * @param number of the class within the library
     * @param versions the numbers of the versions with a fingerprint
     */
    record KnownClass(Library library, String path, int number, Map<Integer, BitSet> versions) {}

    /** Classes by their names without packages. */
    private static final Map<String, List<KnownClass>> CLASSES = read();

    private JavaFingerprints() {}

    /**
     * The classes that a file of an archive may be.
     *
     * @param entry such as {@code org/example/shaded/lookup/JndiLookup.class}
     */
    static List<KnownClass> candidates(String entry) {
        return CLASSES.getOrDefault(entry.substring(entry.lastIndexOf('/') + 1), List.of());
    }

    private static Map<String, List<KnownClass>> read() {
        Map<String, List<KnownClass>> classes = new HashMap<>();
        String text;
        try (InputStream in = JavaFingerprints.class.getResourceAsStream("java-fingerprints.txt")) {
            text =
                    new String(
                            Objects.requireNonNull(in, "java-fingerprints.txt").readAllBytes(),
                            StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Library library = new Library("", List.of(), 0);
        int number = 0;
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (line.startsWith("#")) {
                continue;
            } else if (!line.startsWith("\t")) {
                // NAME CLASSES VERSION...
                List<String> versions = List.of(words).subList(2, words.length);
                library = new Library(words[0], versions, Integer.parseInt(words[1]));
                number = 0;
                continue;
            }
            String path = words[0].substring(1);
            classes.computeIfAbsent(
                            path.substring(path.lastIndexOf('/') + 1), each -> new ArrayList<>())
                    .add(new KnownClass(library, path, number++, versions(words)));
        }
        return classes;
    }

    /** Reads {@code PATH FINGERPRINT=0,3-5 …}. */
    private static Map<Integer, BitSet> versions(String[] words) {
        Map<Integer, BitSet> versions = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            String[] parts = words[i].split("[=,]", -1);
            BitSet numbers = new BitSet();
            for (int j = 1; j < parts.length; j++) {
                String[] ends = parts[j].split("-", 2);
                numbers.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
            }
            versions.put(Integer.parseUnsignedInt(parts[0], 16), numbers);
        }
        return versions;
    }
}
