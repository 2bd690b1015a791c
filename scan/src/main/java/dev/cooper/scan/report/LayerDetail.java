package dev.cooper.scan.report;

/**
 * A layer of an image.
 *
 * @param size in bytes, not compressed; 0 where it is not known
 * @param digest of the blob; may be empty
 * @param diffId digest of the tar; may be empty
 * @param createdBy the step that made it; may be empty
 * @param origin where that step stands, such as {@code Dockerfile:12}; empty where nobody knows
 */
public record LayerDetail(
        long size, String digest, String diffId, String createdBy, String origin) {
    /** A layer of which nobody knows where its step stands. */
    public LayerDetail(long size, String digest, String diffId, String createdBy) {
        this(size, digest, diffId, createdBy, "");
    }

    /** The same with its size. */
    LayerDetail withSize(long bytes) {
        return new LayerDetail(bytes, digest, diffId, createdBy, origin);
    }
}
