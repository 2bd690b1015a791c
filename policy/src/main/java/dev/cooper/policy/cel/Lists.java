package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is done with whole lists. */
final class Lists {
    private Lists() {}

    static void addTo(Library library) {
        library.add("size", 1, a -> size(a.at(0)));
        library.add("isSorted", 1, a -> isSorted(a.list(0)));
        library.add("sum", 1, a -> sum(a.list(0)));
        library.add("min", 1, a -> Numbers.most(a.list(0), -1));
        library.add("max", 1, a -> Numbers.most(a.list(0), 1));
        library.add("distinct", 1, a -> distinct(a.list(0)));
        library.add("flatten", 1, a -> flatten(a.list(0)));
        library.add("sets.contains", 2, a -> contains(a.list(0), a.list(1)));
        library.add(
                "sets.equivalent",
                2,
                a -> contains(a.list(0), a.list(1)) && contains(a.list(1), a.list(0)));
        library.add("sets.intersects", 2, a -> intersects(a.list(0), a.list(1)));
    }

    private static long size(@Nullable Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case Bytes bytes -> bytes.content().length;
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case null, default -> throw CelException.noOverload("size");
        };
    }

    private static boolean isSorted(List<?> list) {
        for (int i = 1; i < list.size(); i++) {
            if (Comparisons.order(list.get(i - 1), list.get(i)).orElse(1) > 0) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object sum(List<?> list) {
        Object sum = list.isEmpty() ? (Object) 0L : list.getFirst();
        Function plus = Library.STANDARD.get("+");
        for (int i = 1; i < list.size() && plus != null; i++) {
            List<@Nullable Object> both = new ArrayList<>();
            both.add(sum);
            both.add(list.get(i));
            sum = plus.call(both);
        }
        return sum;
    }

    private static List<@Nullable Object> distinct(List<?> list) {
        List<@Nullable Object> distinct = new ArrayList<>();
        for (Object each : bounded(list)) {
            if (!Collections.in(each, distinct)) {
                distinct.add(each);
            }
        }
        return distinct;
    }

    private static List<@Nullable Object> flatten(List<?> list) {
        List<@Nullable Object> flat = new ArrayList<>();
        for (Object each : list) {
            if (each instanceof List<?> inner) {
                flat.addAll(inner);
            } else {
                flat.add(each);
            }
        }
        return flat;
    }

    private static boolean contains(List<?> all, List<?> some) {
        bounded(all);
        return bounded(some).stream().allMatch(each -> Collections.in(each, all));
    }

    private static boolean intersects(List<?> one, List<?> other) {
        bounded(other);
        return bounded(one).stream().anyMatch(each -> Collections.in(each, other));
    }

    /** What is compared each with each must not be long. */
    private static List<?> bounded(List<?> list) {
        if (list.size() > 10_000) {
            throw new CelException("the list is too long to be looked at as a set");
        }
        return list;
    }
}
