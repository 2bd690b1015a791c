package dev.cooper.scan.report;

/**
 * A layer of an image.
 *
 * @param size in bytes, not compressed; 0 where it is not known
 * @param digest of the blob; may be empty
 * @param diffId digest of the tar; may be empty
 * @param createdBy the step that made it; may be empty
 */
public record LayerDetail(long size, String digest, String diffId, String createdBy) {}
