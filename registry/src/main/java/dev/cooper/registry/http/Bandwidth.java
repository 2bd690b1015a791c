package dev.cooper.registry.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets the bytes of each caller, in both directions together, pass at a limited rate: whoever was
 * faster waits. After a quiet time a second's worth passes at once.
 */
public final class Bandwidth {
    private static final int MOST_CALLERS = 10_000;
    private static final double NANOS = 1e9;

    /** So many parts a second are sent: few enough to cost nothing, many enough to flow. */
    private static final int PARTS = 8;

    private static final long LEAST_PART = 16 << 10;

    /** How many bytes may pass, or, below zero, how many too many have. */
    private record Balance(double bytes, long at) {}

    private final long perSecond;
    private final LongSupplier nanos;
    private final Map<String, Balance> balances = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param perSecond bytes; {@link Long#MAX_VALUE} for any number
     * @param nanos a clock
     */
    public Bandwidth(long perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
    }

    /** How many bytes should be sent at once at most. */
    long part() {
        return perSecond == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(LEAST_PART, perSecond / PARTS);
    }

    /** Counts bytes that have passed, and waits as long as they should have taken. */
    void passed(String caller, long bytes) {
        Duration pause = pause(caller, bytes);
        if (pause.isZero()) {
            return;
        }
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Counts bytes that have passed, and tells how long to wait. */
    synchronized Duration pause(String caller, long bytes) {
        if (perSecond == Long.MAX_VALUE || bytes == 0) {
            return Duration.ZERO;
        }
        long now = nanos.getAsLong();
        Balance old = balances.getOrDefault(caller, new Balance(perSecond, now));
        double earned = old.bytes + (now - old.at) / NANOS * perSecond;
        double left = Math.min((double) perSecond, earned) - bytes;
        balances.put(caller, new Balance(left, now));
        if (balances.size() > MOST_CALLERS) {
            balances.remove(balances.keySet().iterator().next());
        }
        return left >= 0
                ? Duration.ZERO
                : Duration.ofNanos((long) Math.ceil(-left / perSecond * NANOS));
    }
}
