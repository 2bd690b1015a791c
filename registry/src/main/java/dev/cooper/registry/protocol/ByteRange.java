package dev.cooper.registry.protocol;

import java.util.Optional;

/**
 * A part of a blob (RFC 9110, section 14).
 *
 * @param first its first byte
 * @param last its last byte, inclusive
 */
public record ByteRange(long first, long last) {
    /**
     * Reads a Range header.
     *
     * @param text the header
     * @param size how many bytes there are
     * @return empty when it is malformed or names several parts: then everything is sent
     * @throws ApiException when no byte is in the range
     */
    public static Optional<ByteRange> parse(String text, long size) {
        if (!text.startsWith("bytes=")) {
            return Optional.empty();
        }
        String range = text.substring("bytes=".length()).strip();
        int dash = range.indexOf('-');
        if (dash < 0 || range.indexOf(',') >= 0) {
            return Optional.empty();
        }
        long first = number(range.substring(0, dash));
        long last = number(range.substring(dash + 1));
        if (dash == 0) {
            return last < 0 ? Optional.empty() : suffix(last, size);
        }
        boolean open = dash == range.length() - 1;
        if (first < 0 || (last < 0 && !open)) {
            return Optional.empty();
        }
        if (first >= size || (!open && last < first)) {
            throw outside(size);
        }
        return Optional.of(new ByteRange(first, open ? size - 1 : Math.min(last, size - 1)));
    }

    private static Optional<ByteRange> suffix(long length, long size) {
        if (length == 0 || size == 0) {
            throw outside(size);
        }
        return Optional.of(new ByteRange(Math.max(0, size - length), size - 1));
    }

    /** A number, or -1. */
    public static long number(String digits) {
        if (digits.isEmpty() || digits.length() > 18) {
            return -1;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(digits);
    }

    private static ApiException outside(long size) {
        return new ApiException(
                        ErrorCode.RANGE_INVALID,
                        "the range is outside of the blob's " + size + " bytes")
                .header("Content-Range", "bytes */" + size);
    }

    /** How many bytes it has. */
    public long length() {
        return last - first + 1;
    }
}
