package dev.cooper.transfer;

import dev.cooper.oci.EditDistance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the tags that a user may have meant. */
public final class NearestTags {
    private static final int MOST = 3;

    private NearestTags() {}

    /**
     * The tags most like one that does not exist: those with a long common start first, then those
     * that need few changes.
     *
     * @param wanted the tag that does not exist
     * @param tags those that do
     * @return at most three, the nearest first
     */
    public static List<String> of(String wanted, List<String> tags) {
        List<String> sorted = new ArrayList<>(tags);
        sorted.sort(
                Comparator.<String>comparingInt(tag -> distance(wanted, tag))
                        .thenComparing(Comparator.naturalOrder()));
        return List.copyOf(sorted.subList(0, Math.min(MOST, sorted.size())));
    }

    /**
     * The end of a sentence about a tag that does not exist.
     *
     * @param wanted the tag that does not exist
     * @param tags those that do
     * @return {@code "; the nearest tags are 1.2, 1.3"}, or what there is to say instead
     */
    public static String hint(String wanted, List<String> tags) {
        return switch (tags.size()) {
            case 0 -> "; the repository has no tags";
            case 1 -> "; the only tag is " + tags.getFirst();
            default ->
                    (tags.size() > MOST ? "; the nearest tags are " : "; there are ")
                            + String.join(", ", of(wanted, tags));
        };
    }

    /** Changes between the parts after the common start, twice what a plain addition costs. */
    private static int distance(String wanted, String tag) {
        int start = 0;
        int least = Math.min(wanted.length(), tag.length());
        while (start < least && wanted.charAt(start) == tag.charAt(start)) {
            start++;
        }
        return 2 * EditDistance.between(wanted.substring(start), tag.substring(start))
                - Math.min(start, wanted.length() / 2 + 1);
    }
}
