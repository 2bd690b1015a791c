package dev.cooper.build;

/** Durations as Go prints them: {@code 1m30s}, {@code 1.5s}, {@code 100ms}, {@code 0s}. */
final class GoDuration {
    private static final long SECOND = 1_000_000_000L;

    private GoDuration() {}

    /** Formats nanoseconds. */
    static String format(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < SECOND) {
            return nanos >= 1_000_000
                    ? decimal(nanos, 1_000_000) + "ms"
                    : nanos >= 1_000 ? decimal(nanos, 1_000) + "µs" : nanos + "ns";
        }
        long minutes = nanos / (60 * SECOND);
        StringBuilder text = new StringBuilder();
        if (minutes >= 60) {
            text.append(minutes / 60).append('h');
        }
        if (minutes > 0) {
            text.append(minutes % 60).append('m');
        }
        return text.append(decimal(nanos % (60 * SECOND), SECOND)).append('s').toString();
    }

    private static String decimal(long value, long unit) {
        long rest = value % unit;
        if (rest == 0) {
            return Long.toString(value / unit);
        }
        String digits = Long.toString(unit + rest).substring(1);
        return value / unit + "." + digits.replaceFirst("0+$", "");
    }
}
