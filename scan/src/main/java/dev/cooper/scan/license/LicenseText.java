package dev.cooper.scan.license;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is kept of the text of a licence, or of the words that stand at the head of files under it.
 *
 * @param id as SPDX has it, without {@code -only}: the text does not tell
 * @param count of how many runs of words it has
 * @param inside numbers of the texts that have all of this one and more, and which share of them,
 *     in percent, this one alone already is
 * @param like numbers of the texts that are nearly the same
 * @param sample some of its runs of words
 */
record LicenseText(
        String id, int count, Map<Integer, Integer> inside, Set<Integer> like, Shingles sample) {
    private static final int SAMPLE = 160;
    private static final double ALL = 0.88;
    private static final double NEARLY = 0.75;
    private static final double LONGER = 1.05;

    /** Makes one of a text among others. */
    static LicenseText of(String id, Shingles text, List<Shingles> all) {
        Map<Integer, Integer> inside = new TreeMap<>();
        Set<Integer> like = new TreeSet<>();
        for (int i = 0; i < all.size(); i++) {
            Shingles other = all.get(i);
            if (other == text) {
                continue;
            }
            double share = other.shareOf(text);
            double back = text.shareOf(other);
            if (share >= ALL && other.count() > text.count() * LONGER) {
                inside.put(i, (int) Math.round(back * 100));
            } else if (share >= NEARLY
                    && back >= NEARLY
                    && (back < ALL || text.count() <= other.count() * LONGER)) {
                like.add(i);
            }
        }
        return new LicenseText(id, text.count(), inside, like, text.sample(SAMPLE));
    }

    /** Reads a line that {@link #line} wrote. */
    static LicenseText parse(String line) {
        String[] words = line.split(" ", -1);
        return new LicenseText(
                words[0],
                Integer.parseInt(words[1]),
                shares(words[2]),
                numbers(words[3]),
                Shingles.parse(words[4]));
    }

    private static Map<Integer, Integer> shares(String text) {
        Map<Integer, Integer> shares = new TreeMap<>();
        for (String each : text.equals("-") ? new String[0] : text.split(",", -1)) {
            int colon = each.indexOf(':');
            shares.put(
                    Integer.valueOf(each.substring(0, colon)),
                    Integer.valueOf(each.substring(colon + 1)));
        }
        return shares;
    }

    private static Set<Integer> numbers(String text) {
        return text.equals("-")
                ? Set.of()
                : Set.copyOf(Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList());
    }

    /** As it is kept. */
    String line() {
        List<String> insides = new ArrayList<>();
        inside.forEach((number, share) -> insides.add(number + ":" + share));
        List<String> likes = like.stream().sorted().map(String::valueOf).toList();
        return "%s %d %s %s %s".formatted(id, count, text(insides), text(likes), sample.hex());
    }

    private static String text(List<String> words) {
        return words.isEmpty() ? "-" : String.join(",", words);
    }
}
