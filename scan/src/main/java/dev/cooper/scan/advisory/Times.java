package dev.cooper.scan.advisory;

import dev.cooper.inventory.PackedReader;
import dev.cooper.inventory.PackedWriter;

import java.time.Instant;
import java.util.Optional;

/** Times as seconds since 1970 in two numbers; 0 for none. What was before 1970 is none. */
final class Times {
    private static final int SPLIT = 1 << 24;

    private Times() {}

    static void write(Optional<Instant> time, PackedWriter out) {
        long seconds = Math.max(0, time.map(Instant::getEpochSecond).orElse(0L));
        long most = (long) Integer.MAX_VALUE * SPLIT;
        long bounded = Math.min(seconds, most);
        out.number((int) (bounded / SPLIT)).number((int) (bounded % SPLIT));
    }

    static Optional<Instant> read(PackedReader in) {
        long seconds = (long) in.number() * SPLIT + in.number();
        return seconds <= 0
                ? Optional.empty()
                : Optional.of(
                        Instant.ofEpochSecond(Math.min(seconds, Instant.MAX.getEpochSecond())));
    }
}
