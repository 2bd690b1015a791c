package dev.cooper.inventory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which well-known libraries were copied into an archive, relocated or not, though nothing but
 * their classes tells it. A library counts when at least three of its classes, and three of five of
 * those that are below one directory, have the fingerprints of one version.
 */
final class JavaClasses {
    private static final int FEWEST = 3;

    /** An archive of nothing but such classes costs no more than this. */
    private static final int MOST_PLACES = 200;

    /** Where a library may lie in the archive. */
    private record Where(JavaFingerprints.Library library, String directory) {}

    private record Seen(JavaFingerprints.KnownClass known, String entry) {}

    /** Gives the bytes of an entry. */
    @FunctionalInterface
    interface Entries {
        byte[] read(String entry);
    }

    private final Map<Where, List<Seen>> seen = new LinkedHashMap<>();

    /** Takes a class of the archive into account. */
    void add(String entry) {
        for (JavaFingerprints.KnownClass each : JavaFingerprints.candidates(entry)) {
            int start = entry.length() - each.path().length();
            boolean isThere =
                    start > 0 && entry.charAt(start - 1) == '/' && entry.endsWith(each.path());
            Where where = new Where(each.library(), entry.substring(0, Math.max(0, start)));
            if (!isThere || (seen.size() >= MOST_PLACES && !seen.containsKey(where))) {
                continue;
            }
            List<Seen> classes = seen.computeIfAbsent(where, key -> new ArrayList<>());
            // Archives may have several entries of one name.
            if (classes.size() < each.library().classes()) {
                classes.add(new Seen(each, entry));
            }
        }
    }

    /** The libraries, each with a remark on how it is known. */
    List<SoftwarePackage> libraries(Entries entries, SoftwarePackage.Place place) {
        List<SoftwarePackage> libraries = new ArrayList<>();
        for (Map.Entry<Where, List<Seen>> each : seen.entrySet()) {
            JavaFingerprints.Library library = each.getKey().library();
            if (each.getValue().size() < FEWEST) {
                continue;
            }
            int[] votes = new int[library.versions().size()];
            for (Seen one : each.getValue()) {
                OptionalInt print = ClassFingerprint.of(entries.read(one.entry()));
                if (print.isPresent()) {
                    one.known().versions().getOrDefault(print.getAsInt(), new BitSet()).stream()
                            .forEach(version -> votes[version]++);
                }
            }
            int most = Arrays.stream(votes).max().orElse(0);
            if (most >= FEWEST && most * 5 >= each.getValue().size() * 3) {
                libraries.add(found(library, votes, most, place));
            }
        }
        return libraries;
    }

    private static SoftwarePackage found(
            JavaFingerprints.Library library, int[] votes, int most, SoftwarePackage.Place place) {
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < votes.length; i++) {
            if (votes[i] == most) {
                versions.add(library.versions().get(i));
            }
        }
        // Of versions that cannot be told apart the oldest: whoever is safe with it is safe.
        String oldest = versions.getFirst();
        String newest = versions.getLast();
        String remark =
                "%d of %d classes are those of %s"
                        .formatted(
                                most,
                                library.classes(),
                                oldest.equals(newest) ? oldest : oldest + " to " + newest);
        return SoftwarePackage.of(PackageKind.MAVEN, library.name(), oldest, place)
                .with(Map.of(SoftwarePackage.Remark.FINGERPRINT, remark));
    }
}
