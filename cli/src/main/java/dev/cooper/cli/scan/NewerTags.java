package dev.cooper.cli.scan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which tags of a repository look like newer ones of the same variant: {@code 12.5-slim} of {@code
 * 12.4-slim}, {@code bookworm-20260110} of {@code bookworm-20250407}.
 */
public final class NewerTags {
    private static final int MOST_DIGITS = 18;

    /** Numbers of so many digits are dates, which are no newer versions of short ones. */
    private static final long LEAST_DATE = 100_000;

    private static final Comparator<Tag> BY_NUMBERS =
            (one, other) -> {
                for (int i = 0; i < one.numbers.size(); i++) {
                    int difference = Long.compare(one.numbers.get(i), other.numbers.get(i));
                    if (difference != 0) {
                        return difference;
                    }
                }
                return 0;
            };

    private NewerTags() {}

    /**
     * A tag taken apart.
     *
     * @param text as it is written
     * @param shape the same with a sign in place of each number
     * @param numbers those numbers
     */
    private record Tag(String text, String shape, List<Long> numbers) {
        long first() {
            return numbers.getFirst();
        }

        boolean isOlderThan(Tag other) {
            if (!shape.equals(other.shape)) {
                return false;
            }
            for (int i = 0; i < numbers.size(); i++) {
                if (numbers.get(i) < LEAST_DATE != other.numbers.get(i) < LEAST_DATE) {
                    return false;
                }
            }
            return BY_NUMBERS.compare(this, other) < 0;
        }
    }

    /**
     * The newer ones: the newest with the same first number, then the newest of each other first
     * number, then the rest, all from the newest on.
     *
     * @param most how many at most
     */
    public static List<String> of(String tag, Collection<String> tags, int most) {
        Optional<Tag> current = read(tag);
        if (current.isEmpty() || current.get().numbers.isEmpty()) {
            return List.of();
        }
        List<Tag> newer =
                tags.stream()
                        .map(NewerTags::read)
                        .flatMap(Optional::stream)
                        .filter(current.get()::isOlderThan)
                        .sorted(BY_NUMBERS.reversed())
                        .toList();
        Set<String> chosen = new LinkedHashSet<>();
        long first = current.get().first();
        newer.stream()
                .filter(each -> each.first() == first)
                .findFirst()
                .ifPresent(each -> chosen.add(each.text));
        Set<Long> firsts = new LinkedHashSet<>(List.of(first));
        newer.stream()
                .filter(each -> firsts.add(each.first()))
                .forEach(each -> chosen.add(each.text));
        newer.forEach(each -> chosen.add(each.text));
        return chosen.stream().limit(most).toList();
    }

    /** Empty when it has a number that is too long to be a version. */
    private static Optional<Tag> read(String tag) {
        StringBuilder shape = new StringBuilder();
        List<Long> numbers = new ArrayList<>();
        int at = 0;
        while (at < tag.length()) {
            int end = at;
            while (end < tag.length() && isDigit(tag.charAt(end))) {
                end++;
            }
            if (end == at) {
                shape.append(tag.charAt(at++));
            } else if (end - at > MOST_DIGITS) {
                return Optional.empty();
            } else {
                shape.append('#');
                numbers.add(Long.parseLong(tag.substring(at, end)));
                at = end;
            }
        }
        return Optional.of(new Tag(tag, shape.toString(), numbers));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
