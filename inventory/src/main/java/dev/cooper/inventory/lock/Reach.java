package dev.cooper.inventory.lock;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be reached from some packages by way of their dependencies. */
final class Reach {
    private Reach() {}

    /** The beginnings themselves are among what is returned. */
    static Set<String> of(Collection<String> from, Map<String, List<String>> needs) {
        Set<String> reached = new HashSet<>(from);
        Deque<String> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            for (String next : needs.getOrDefault(open.pop(), List.of())) {
                if (reached.add(next)) {
                    open.push(next);
                }
            }
        }
        return reached;
    }
}
