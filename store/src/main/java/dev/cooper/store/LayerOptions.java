package dev.cooper.store;

import java.util.OptionalLong;

/**
 * How a snapshot becomes a layer's tar.
 *
 * @param newestSeconds modification times after this second (since 1970) become this second: {@code
 *     SOURCE_DATE_EPOCH}
 */
public record LayerOptions(OptionalLong newestSeconds) {
    /** Keeps all times. */
    public static final LayerOptions DEFAULT = new LayerOptions(OptionalLong.empty());

    /** Options that clamp times to a second since 1970. */
    public static LayerOptions clampedTo(long seconds) {
        return new LayerOptions(OptionalLong.of(seconds));
    }
}
