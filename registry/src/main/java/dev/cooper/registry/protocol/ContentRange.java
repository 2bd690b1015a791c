package dev.cooper.registry.protocol;

/**
 * Where a chunk belongs: {@code 0-1023}, as the distribution specification writes it, or {@code
 * bytes 0-1023/*}, as HTTP does.
 *
 * @param first its first byte
 * @param last its last byte, inclusive
 */
public record ContentRange(long first, long last) {
    /**
     * Reads {@code FIRST-LAST}, with or without {@code bytes} and the whole size.
     *
     * @throws ApiException when it is neither
     */
    public static ContentRange parse(String text) {
        String range = text.strip();
        if (range.startsWith("bytes ")) {
            range = range.substring("bytes ".length());
        }
        int slash = range.indexOf('/');
        if (slash >= 0) {
            range = range.substring(0, slash);
        }
        int dash = range.indexOf('-');
        long first = dash < 0 ? -1 : ByteRange.number(range.substring(0, dash));
        long last = dash < 0 ? -1 : ByteRange.number(range.substring(dash + 1));
        if (first < 0 || last < first) {
            throw new ApiException(
                    ErrorCode.BLOB_UPLOAD_INVALID,
                    "Content-Range \"" + Names.excerpt(text) + "\": want FIRST-LAST");
        }
        return new ContentRange(first, last);
    }

    /** How many bytes it has. */
    public long length() {
        return last - first + 1;
    }
}
