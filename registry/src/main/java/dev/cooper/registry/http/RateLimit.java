package dev.cooper.registry.http;

import dev.cooper.registry.config.LimitsConfig;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Lets each caller send so many requests a second, and some more at once after a quiet time. */
public final class RateLimit {
    private static final int MOST_CALLERS = 10_000;
    private static final double NANOS = 1e9;

    private record Bucket(double tokens, long at) {}

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param nanos a clock
     */
    public RateLimit(LimitsConfig limits, LongSupplier nanos) {
        this.perSecond = limits.requestsPerSecond();
        this.burst = limits.burst();
        this.nanos = nanos;
    }

    /**
     * Counts a request.
     *
     * @param caller who sends it
     * @throws ApiException when that is one too many
     */
    public void take(String caller) {
        if (perSecond <= 0) {
            return;
        }
        double missing;
        synchronized (this) {
            long now = nanos.getAsLong();
            Bucket old = buckets.get(caller);
            double tokens =
                    old == null
                            ? burst
                            : Math.min(burst, old.tokens + (now - old.at) / NANOS * perSecond);
            boolean enough = tokens >= 1;
            buckets.put(caller, new Bucket(enough ? tokens - 1 : tokens, now));
            if (buckets.size() > MOST_CALLERS) {
                buckets.remove(buckets.keySet().iterator().next());
            }
            if (enough) {
                return;
            }
            missing = 1 - tokens;
        }
        long seconds = Math.max(1, (long) Math.ceil(missing / perSecond));
        throw new ApiException(
                        ErrorCode.TOOMANYREQUESTS,
                        "more than "
                                + (long) perSecond
                                + " requests a second; go on in "
                                + seconds
                                + " s")
                .header("Retry-After", String.valueOf(seconds));
    }
}
