package dev.cooper.base;

import dev.cooper.oci.EditDistance;

import java.util.ArrayList;
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
                int distance = EditDistance.between(wanted, name);
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
}
