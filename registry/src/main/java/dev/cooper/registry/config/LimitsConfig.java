package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.protocol.ByteRange;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What one client may ask of the registry at most.
 *
 * @param requestsPerSecond of one user, or one address where nobody logged in; 0 for any number
 * @param burst how many may come at once before that counts
 * @param connections open at a time; 0 for any number
 * @param blobBytes of one blob; {@link Long#MAX_VALUE} for any size
 * @param headers how long the headers of a request may take
 * @param bandwidth bytes a second of one caller, both directions together; {@link Long#MAX_VALUE}
 *     for any number
 * @param bytesPerSecond that must come or go on average while a body is on its way
 */
public record LimitsConfig(
        long requestsPerSecond,
        long burst,
        int connections,
        long blobBytes,
        Duration headers,
        long bandwidth,
        long bytesPerSecond) {
    private static final long MOST = 1_000_000_000;
    private static final long LEAST_BANDWIDTH = 64 << 10;
    private static final String[] UNITS = {"", "k", "m", "g", "t"};

    /** What counts where the configuration says nothing. */
    public static final LimitsConfig DEFAULT =
            new LimitsConfig(0, 0, 0, Long.MAX_VALUE, Duration.ofSeconds(30), Long.MAX_VALUE, 256);

    /** Reads {@code cooper.limits}. */
    static LimitsConfig read(ConfigTree tree) {
        String path = "cooper.limits.";
        long requests = tree.number(path + "requestspersecond", 0, 0, MOST);
        return new LimitsConfig(
                requests,
                tree.number(path + "burst", Math.max(1, 2 * requests), 1, MOST),
                (int) tree.number(path + "connections", 0, 0, MOST),
                size(path + "blobsize", tree.text(path + "blobsize")),
                tree.duration(path + "headertimeout", DEFAULT.headers),
                bandwidth(path + "bandwidth", tree),
                tree.number(path + "bytespersecond", DEFAULT.bytesPerSecond, 1, MOST));
    }

    private static long bandwidth(String path, ConfigTree tree) {
        long bytes = size(path, tree.text(path));
        if (bytes < LEAST_BANDWIDTH) {
            throw new SyntaxException(path + ": want at least 64KiB, or clients give up");
        }
        return bytes;
    }

    private static long size(String path, Optional<String> text) {
        if (text.isEmpty() || text.get().isEmpty()) {
            return Long.MAX_VALUE;
        }
        String value = text.get().toLowerCase(Locale.ROOT).replace("ib", "").replace("b", "");
        int digits = 0;
        while (digits < value.length() && Character.isDigit(value.charAt(digits))) {
            digits++;
        }
        long number = ByteRange.number(value.substring(0, digits));
        String unit = value.substring(digits).strip();
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(unit) && number > 0 && number <= Long.MAX_VALUE >> (10 * i)) {
                return number << (10 * i);
            }
        }
        throw new SyntaxException(path + ": \"" + text.get() + "\": want a size such as 20GiB");
    }
}
