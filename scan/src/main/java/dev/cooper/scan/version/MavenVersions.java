package dev.cooper.scan.version;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Maven's "version order specification", as of Maven 3.9: numbers and qualifiers. A hyphen, a
 * change between digits and letters, and a qualifier after a number begin a list within the list.
 */
final class MavenVersions implements Comparator<String> {
    private static final List<String> QUALIFIERS =
            List.of("alpha", "beta", "milestone", "rc", "snapshot", "", "sp");

    private sealed interface Item {}

    private record Numeral(String digits) implements Item {}

    private record Text(String value) implements Item {}

    private record Sequence(List<Item> items) implements Item {}

    @Override
    public int compare(String one, String other) {
        return compare(parse(one), parse(other));
    }

    private static Sequence parse(String version) {
        return new Parser(version.toLowerCase(Locale.ENGLISH)).parse();
    }

    /** Splits a version into items. */
    private static final class Parser {
        private final String text;
        private final List<List<Item>> open = new ArrayList<>();
        private int start;
        private boolean digits;

        Parser(String text) {
            this.text = text;
        }

        Sequence parse() {
            open.add(new ArrayList<>());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '.' || c == '-') {
                    add(i == start ? new Numeral("0") : item(i, false));
                    start = i + 1;
                    if (c == '-') {
                        deeper();
                    }
                } else if (Digits.is(c)) {
                    if (!digits && i > start) {
                        text(i, true);
                        start = i;
                        deeper();
                    }
                    digits = true;
                } else {
                    if (digits && i > start) {
                        add(item(i, false));
                        start = i;
                        deeper();
                    }
                    digits = false;
                }
            }
            if (text.length() > start) {
                if (digits) {
                    add(item(text.length(), false));
                } else {
                    text(text.length(), false);
                }
            }
            for (List<Item> list : open.reversed()) {
                normalise(list);
            }
            return new Sequence(open.getFirst());
        }

        /** Adds a qualifier that neither dot nor hyphen follows. */
        private void text(int end, boolean beforeNumber) {
            if (!top().isEmpty()) {
                deeper();
            }
            add(item(end, beforeNumber));
        }

        private Item item(int end, boolean beforeNumber) {
            String part = text.substring(start, end);
            return digits ? new Numeral(part) : new Text(qualifier(part, beforeNumber));
        }

        private List<Item> top() {
            return open.getLast();
        }

        private void add(Item item) {
            top().add(item);
        }

        private void deeper() {
            List<Item> list = new ArrayList<>();
            add(new Sequence(list));
            open.add(list);
        }
    }

    private static String qualifier(String text, boolean followedByNumber) {
        if (followedByNumber && text.length() == 1) {
            switch (text) {
                case "a":
                    return "alpha";
                case "b":
                    return "beta";
                case "m":
                    return "milestone";
                default:
                    break;
            }
        }
        return switch (text) {
            case "ga", "final", "release" -> "";
            case "cr" -> "rc";
            default -> text;
        };
    }

    /** Drops what is nothing at the end, also before lists at the end. */
    private static void normalise(List<Item> items) {
        for (int i = items.size() - 1; i >= 0; i--) {
            if (isNothing(items.get(i))) {
                items.remove(i);
            } else if (!(items.get(i) instanceof Sequence)) {
                return;
            }
        }
    }

    private static boolean isNothing(Item item) {
        return switch (item) {
            case Numeral(String digits) -> Digits.compare(digits, "") == 0;
            case Text(String value) -> value.isEmpty();
            case Sequence(List<Item> items) -> items.isEmpty();
        };
    }

    private static int compare(Sequence one, Sequence other) {
        for (int i = 0; i < Math.max(one.items.size(), other.items.size()); i++) {
            int difference;
            if (i >= one.items.size()) {
                difference = -withNothing(other.items.get(i));
            } else if (i >= other.items.size()) {
                difference = withNothing(one.items.get(i));
            } else {
                difference = compare(one.items.get(i), other.items.get(i));
            }
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int withNothing(Item item) {
        return switch (item) {
            case Numeral(String digits) -> Digits.compare(digits, "");
            case Text(String value) -> text(value, "");
            case Sequence(List<Item> items) -> {
                for (Item each : items) {
                    int difference = withNothing(each);
                    if (difference != 0) {
                        yield difference;
                    }
                }
                yield 0;
            }
        };
    }

    /** Numbers are newer than lists, these newer than qualifiers. */
    private static int compare(Item one, Item other) {
        if (rank(one) != rank(other)) {
            return Integer.compare(rank(one), rank(other));
        }
        return switch (one) {
            case Numeral(String digits) -> Digits.compare(digits, ((Numeral) other).digits);
            case Text(String value) -> text(value, ((Text) other).value);
            case Sequence list -> compare(list, (Sequence) other);
        };
    }

    private static int rank(Item item) {
        return switch (item) {
            case Text _ -> 0;
            case Sequence _ -> 1;
            case Numeral _ -> 2;
        };
    }

    private static int text(String one, String other) {
        int a = QUALIFIERS.indexOf(one);
        int b = QUALIFIERS.indexOf(other);
        if (a >= 0 && b >= 0) {
            return Integer.compare(a, b);
        }
        if (a >= 0 || b >= 0) {
            // Qualifiers that nobody knows are newer than those that are known.
            return a >= 0 ? -1 : 1;
        }
        return one.compareTo(other);
    }
}
