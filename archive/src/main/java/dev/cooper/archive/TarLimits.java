package dev.cooper.archive;

/**
 * What a tar reader accepts from an archive that nobody vouches for.
 *
 * @param maxEntries the number of entries
 * @param maxHeaderBytes the bytes of extended headers (PAX, long names, sparse maps) of one entry
 * @param maxPathBytes the bytes of a path or link target
 * @param maxTotalSize the bytes of all files together, holes of sparse files included
 */
public record TarLimits(long maxEntries, int maxHeaderBytes, int maxPathBytes, long maxTotalSize) {
    /** Bounds memory, not size: ten million entries, 1 MiB of headers each, paths of 32 KiB. */
    public static final TarLimits DEFAULT =
            new TarLimits(10_000_000, 1 << 20, 32 << 10, Long.MAX_VALUE);

    /** Refuses limits that nothing could pass. */
    public TarLimits {
        if (maxEntries < 0 || maxHeaderBytes < 512 || maxPathBytes < 1 || maxTotalSize < 0) {
            throw new IllegalArgumentException("tar limits too small to read anything");
        }
    }

    /** These limits with another number of entries. */
    public TarLimits withMaxEntries(long entries) {
        return new TarLimits(entries, maxHeaderBytes, maxPathBytes, maxTotalSize);
    }

    /** These limits with another bound for the bytes of all files together. */
    public TarLimits withMaxTotalSize(long bytes) {
        return new TarLimits(maxEntries, maxHeaderBytes, maxPathBytes, bytes);
    }
}
