import dev.cooper.inventory.ClassFingerprint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Prints inventory's java-fingerprints.txt: for each library the few classes that tell most of its
 * versions apart, by what stays of them when they are moved.
 *
 * <p>usage: java -cp 'cli/target/lib/*' bench/Fingerprints.java LIST DIRECTORY, with lines of
 * {@code GROUP:ARTIFACT VERSION...} from the oldest on and archives {@code ARTIFACT-VERSION.jar},
 * as the dependency plugin of Maven copies them.
 */
final class Fingerprints {
    private static final int MOST_CLASSES = 10;
    private static final int SMALLEST = 1000;

    /** Directories of what a library has itself copied from others. */
    private static final List<String> COPIES =
            List.of("/asm/", "/cglib/", "/objenesis/", "/external/", "/shaded/", "/repackaged/");

    public static void main(String[] args) throws IOException {
        System.out.println("# Fingerprints of classes of well-known libraries, made by");
        System.out.println(
                "# bench/Fingerprints.java of the archives that their makers have published.");
        System.out.println(
                "# NAME CLASSES VERSION..., then PATH FINGERPRINT=NUMBERS OF VERSIONS ...");
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            String[] words = line.split(" ");
            if (words.length > 2) {
                print(words[0], List.of(words).subList(1, words.length), Path.of(args[1]));
            }
        }
    }

    private static void print(String name, List<String> versions, Path directory)
            throws IOException {
        // By path: the fingerprint of each version that has the class.
        Map<String, Map<Integer, Integer>> classes = new TreeMap<>();
        for (int i = 0; i < versions.size(); i++) {
            String file = name.substring(name.indexOf(':') + 1) + "-" + versions.get(i) + ".jar";
            read(directory.resolve(file), i, classes);
        }
        String root = common(classes.keySet());
        List<String> chosen = choose(classes, versions.size());
        System.out.println(name + " " + chosen.size() + " " + String.join(" ", versions));
        for (String path : chosen) {
            Map<Integer, List<Integer>> prints = new TreeMap<>();
            classes.get(path)
                    .forEach((version, print) ->
                            prints.computeIfAbsent(print, each -> new ArrayList<>()).add(version));
            StringBuilder line = new StringBuilder("\t" + path.substring(root.length()));
            prints.forEach((print, numbers) ->
                    line.append(' ')
                            .append(Integer.toHexString(print))
                            .append('=')
                            .append(ranges(numbers)));
            System.out.println(line);
        }
    }

    private static void read(Path file, int version, Map<String, Map<Integer, Integer>> classes)
            throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry :
                    (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
                String path = entry.getName();
                if (path.endsWith(".class")
                        && !path.startsWith("META-INF/")
                        && !path.endsWith("-info.class")
                        && COPIES.stream().noneMatch(path::contains)
                        && entry.getSize() >= SMALLEST) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        OptionalInt print = ClassFingerprint.of(in.readAllBytes());
                        print.ifPresent(each ->
                                classes.computeIfAbsent(path, key -> new TreeMap<>())
                                        .put(version, each));
                    }
                }
            }
        }
    }

    /** The directory that all are below, with a slash behind it. */
    private static String common(Set<String> paths) {
        String common = null;
        for (String path : paths) {
            String directory = path.substring(0, path.lastIndexOf('/') + 1);
            while (common != null && !directory.startsWith(common)) {
                common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
            }
            common = common == null ? directory : common;
        }
        return common == null ? "" : common;
    }

    /** Those that tell most pairs of versions apart, then those that all versions have. */
    private static List<String> choose(Map<String, Map<Integer, Integer>> classes, int versions) {
        List<String> chosen = new ArrayList<>();
        Set<Integer> told = new HashSet<>();
        while (chosen.size() < MOST_CLASSES) {
            String best = "";
            Set<Integer> gain = Set.of();
            for (Map.Entry<String, Map<Integer, Integer>> each : classes.entrySet()) {
                boolean isInner = each.getKey().indexOf('$') >= 0;
                if (isInner
                        || chosen.contains(each.getKey())
                        || each.getValue().size() * 3 < versions * 2) {
                    continue;
                }
                Set<Integer> pairs = pairs(each.getValue(), versions);
                pairs.removeAll(told);
                if (best.isEmpty()
                        || pairs.size() > gain.size()
                        || (pairs.size() == gain.size()
                                && each.getValue().size() > classes.get(best).size())) {
                    best = each.getKey();
                    gain = pairs;
                }
            }
            if (best.isEmpty()) {
                break;
            }
            chosen.add(best);
            told.addAll(gain);
        }
        return chosen;
    }

    private static Set<Integer> pairs(Map<Integer, Integer> prints, int versions) {
        Set<Integer> pairs = new HashSet<>();
        prints.forEach((one, print) ->
                prints.forEach((other, its) -> {
                    if (one < other && !print.equals(its)) {
                        pairs.add(one * versions + other);
                    }
                }));
        return pairs;
    }

    /** {@code 0,3-5} of 0, 3, 4 and 5. */
    private static String ranges(List<Integer> numbers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < numbers.size(); i++) {
            int end = i;
            while (end + 1 < numbers.size() && numbers.get(end + 1) == numbers.get(end) + 1) {
                end++;
            }
            text.append(text.isEmpty() ? "" : ",").append(numbers.get(i));
            text.append(end > i ? "-" + numbers.get(end) : "");
            i = end;
        }
        return text.toString();
    }
}
