package dev.cooper.scan.license;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A text as the set of all its runs of three words. Case, marks, line ends, the stars of comments
 * and lines that only name an owner make no difference.
 */
final class Shingles {
    private static final int WORDS = 3;
    private static final int DIGITS = 8;

    /** A longer line has more than an owner. */
    private static final int MOST_WORDS = 20;

    private static final int OFFSET = 0x811c9dc5;
    private static final int PRIME = 16777619;

    private final int[] sorted;

    private Shingles(int[] sorted) {
        this.sorted = sorted;
    }

    static Shingles of(String text) {
        List<String> words = new ArrayList<>();
        text.lines()
                .forEach(line -> {
                    List<String> own = words(line);
                    if (!isOwner(own)) {
                        words.addAll(own);
                    }
                });
        int[] hashes = new int[Math.max(0, words.size() - WORDS + 1)];
        for (int i = 0; i < hashes.length; i++) {
            int hash = OFFSET;
            for (int word = i; word < i + WORDS; word++) {
                String each = words.get(word);
                for (int at = 0; at < each.length(); at++) {
                    hash = (hash ^ each.charAt(at)) * PRIME;
                }
                hash = (hash ^ ' ') * PRIME;
            }
            hashes[i] = hash;
        }
        return new Shingles(Arrays.stream(hashes).sorted().distinct().toArray());
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int at = 0; at <= line.length(); at++) {
            boolean inside = at < line.length() && isOfWord(line.charAt(at));
            if (inside && start < 0) {
                start = at;
            } else if (!inside && start >= 0) {
                words.add(line.substring(start, at).toLowerCase(Locale.ROOT));
                start = -1;
            }
        }
        return words;
    }

    private static boolean isOfWord(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    /** Whether a line is one such as {@code Copyright (c) 2020 Jane Doe}. */
    private static boolean isOwner(List<String> words) {
        if (words.equals(List.of("all", "rights", "reserved"))) {
            return true;
        }
        if (words.size() < 2
                || words.size() > MOST_WORDS
                || !words.getFirst().equals("copyright")) {
            return false;
        }
        String next = words.get(1);
        return next.equals("c")
                || next.equals("year")
                || next.equals("yyyy")
                || Character.isDigit(next.charAt(0));
    }

    int count() {
        return sorted.length;
    }

    /** The smallest ones, which are as good as drawn by lot, but the same every time. */
    Shingles sample(int most) {
        return new Shingles(Arrays.copyOf(sorted, Math.min(most, sorted.length)));
    }

    /** Reads what {@link #hex} wrote. */
    static Shingles parse(String hex) {
        int[] hashes = new int[hex.length() / DIGITS];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = HexFormat.fromHexDigits(hex, i * DIGITS, (i + 1) * DIGITS);
        }
        return new Shingles(hashes);
    }

    String hex() {
        StringBuilder hex = new StringBuilder();
        for (int each : sorted) {
            hex.append(HexFormat.of().toHexDigits(each));
        }
        return hex.toString();
    }

    /** Which share of others is among these. */
    double shareOf(Shingles others) {
        int common = 0;
        for (int each : others.sorted) {
            common += Arrays.binarySearch(sorted, each) >= 0 ? 1 : 0;
        }
        return others.sorted.length == 0 ? 0 : (double) common / others.sorted.length;
    }
}
