package dev.cooper.base;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the names that a user who mistyped one may have meant. */
final class NearestNames {
    private record Near(String name, int distance) {}

    private NearestNames() {}

    /**
     * Returns the nearest names, nearest first.
     *
     * @param wanted what was typed
     * @param names what there is
     * @param count how many to return at most
     */
    static List<String> of(String wanted, Collection<String> names, int count) {
        int most = Math.max(1, wanted.length() / 4);
        List<Near> near = new ArrayList<>();
        for (String name : names) {
            if (Math.abs(name.length() - wanted.length()) <= most) {
                int distance = distance(wanted, name);
                if (distance <= most) {
                    near.add(new Near(name, distance));
                }
            } else if (wanted.length() >= 4 && name.startsWith(wanted)) {
                near.add(new Near(name, most + name.length() - wanted.length()));
            }
        }
        near.sort(Comparator.comparingInt(Near::distance).thenComparing(Near::name));
        return near.stream().limit(count).map(Near::name).toList();
    }

    /** Levenshtein's distance, with two letters in the wrong order as one mistake. */
    private static int distance(String a, String b) {
        int[] twoAbove = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        Arrays.setAll(above, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], twoAbove[j - 2] + 1);
                }
            }
            twoAbove = above;
            above = row;
        }
        return above[b.length()];
    }
}
