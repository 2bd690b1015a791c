package dev.cooper.store;

import java.util.List;
import java.util.OptionalLong;

/**
 * How a snapshot becomes a layer's tar.
 *
 * @param newestSeconds modification times after this second (since 1970) become this second: {@code
 *     SOURCE_DATE_EPOCH}
 * @param way names of directories, each in the one before it, that lead to the files and have no
 *     entries: whoever unpacks the layer keeps those that are there and makes the others. The last
 *     one gets an entry when it is not an ordinary directory of root.
 */
public record LayerOptions(OptionalLong newestSeconds, List<String> way) {
    /** Keeps all times. */
    public static final LayerOptions DEFAULT = new LayerOptions(OptionalLong.empty());

    /** Copies the list. */
    public LayerOptions {
        way = List.copyOf(way);
    }

    /** Options without a way. */
    public LayerOptions(OptionalLong newestSeconds) {
        this(newestSeconds, List.of());
    }

    /** Options that clamp times to a second since 1970. */
    public static LayerOptions clampedTo(long seconds) {
        return new LayerOptions(OptionalLong.of(seconds));
    }
}
