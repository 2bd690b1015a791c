package dev.cooper.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The ways in which a layer or an archive is compressed. */
public enum Compression {
    /** Not compressed. */
    NONE("application/vnd.oci.image.layer.v1.tar"),
    /** RFC 1952. */
    GZIP("application/vnd.oci.image.layer.v1.tar+gzip"),
    /** RFC 8878. */
    ZSTD("application/vnd.oci.image.layer.v1.tar+zstd"),
    /** Read only. */
    BZIP2(""),
    /** Read only. */
    XZ("");

    /** As many first bytes of a stream as {@link #detect} looks at. */
    public static final int MAGIC_BYTES = 6;

    private final String layerMediaType;

    Compression(String layerMediaType) {
        this.layerMediaType = layerMediaType;
    }

    /**
     * Tells the compression from the first bytes of the content, {@link #NONE} when they match
     * nothing else. Fewer than {@link #MAGIC_BYTES} bytes are fine for short content.
     */
    public static Compression detect(byte[] head) {
        if (startsWith(head, 0x1f, 0x8b)) {
            return GZIP;
        }
        if (startsWith(head, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableFrame(head)) {
            return ZSTD;
        }
        if (startsWith(head, 'B', 'Z', 'h')
                && head.length > 3
                && head[3] >= '1'
                && head[3] <= '9') {
            return BZIP2;
        }
        if (startsWith(head, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        }
        return NONE;
    }

    /** Whether {@link #compress} works, and so whether layers of this kind can be made. */
    public boolean canCompress() {
        return this == NONE || this == GZIP || this == ZSTD;
    }

    /**
     * The OCI media type of a layer compressed this way.
     *
     * @throws UnsupportedOperationException for those that no layer may use
     */
    public String layerMediaType() {
        if (layerMediaType.isEmpty()) {
            throw new UnsupportedOperationException("no media type for layers of " + this);
        }
        return layerMediaType;
    }

    /**
     * Decompresses {@code in}, which is closed with the result. Several members or frames in a row
     * are read as one. Damaged content is an {@link ArchiveException}; what the source throws comes
     * through as it is. Memory use is bounded whatever the content says.
     */
    public InputStream decompress(InputStream in) throws IOException {
        return this == NONE ? in : DecompressedInputStream.open(in, this);
    }

    /** Decompresses {@code in} by whatever its first bytes say; closes it with the result. */
    public static InputStream decompressAny(InputStream in) throws IOException {
        return DecompressedInputStream.detect(in);
    }

    /**
     * Compresses to {@code out}, which is closed with the result. The output depends on the bytes,
     * the level and the {@link #compressor(int)} alone, not on the number of processors or the
     * sizes of the writes. Writing is for one thread; several such streams share one pool of
     * threads.
     *
     * @param level 0 to 9 for gzip, 1 to 22 for zstd, -1 for the default (6 and 3)
     * @throws IllegalArgumentException for another level
     * @throws UnsupportedOperationException when {@link #canCompress()} is false
     */
    public OutputStream compress(OutputStream out, int level) throws IOException {
        return new CompressedOutputStream(out, ChunkCodec.of(this, level));
    }

    /**
     * Names the code that {@link #compress} uses at this level, its version and its settings: two
     * equal names give equal bytes. Meant for records of how a digest came to be.
     */
    public String compressor(int level) {
        return ChunkCodec.of(this, level).name();
    }

    /**
     * What {@link #compressor} almost surely says, without loading that code: to look for records
     * by. Where it is wrong, looking under the true name helps.
     */
    public String expectedCompressor(int level) {
        return this == GZIP && acceptsLevel(level)
                ? GzipChunks.expectedName(GzipChunks.level(level))
                : compressor(level);
    }

    /** Whether the level is one that {@link #compress} accepts. */
    public boolean acceptsLevel(int level) {
        return level == -1
                || switch (this) {
                    case NONE -> level == 0;
                    case GZIP -> level >= 0 && level <= 9;
                    case ZSTD -> level >= 1 && level <= 22;
                    case BZIP2, XZ -> false;
                };
    }

    private static boolean isSkippableFrame(byte[] head) {
        return head.length > 3
                && (head[0] & 0xf0) == 0x50
                && (head[1] & 0xff) == 0x2a
                && (head[2] & 0xff) == 0x4d
                && (head[3] & 0xff) == 0x18;
    }

    private static boolean startsWith(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
