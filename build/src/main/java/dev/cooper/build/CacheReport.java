package dev.cooper.build;

import java.util.List;

/**
 * Why a step was, or was not, taken from the cache.
 *
 * @param step the step, such as {@code [build 2/4] RUN make}
 * @param hit whether it was cached
 * @param reasons for a miss, each input that changed; for a hit, what was the same
 */
public record CacheReport(String step, boolean hit, List<String> reasons) {
    /** Copies the reasons. */
    public CacheReport {
        reasons = List.copyOf(reasons);
    }
}
