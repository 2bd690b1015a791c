package dev.cooper.inventory;

import dev.cooper.inventory.lock.Surroundings;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A file of a layer, in memory for as long as the walk stays at it. */
public final class LayerFile {
    /** No more bytes of one file are ever in memory. */
    public static final int LARGEST = 256 << 20;

    private final String path;
    private final byte[] bytes;
    private final boolean isWhole;
    private final Surroundings surroundings;

    /**
     * A whole file.
     *
     * @param path clean and relative
     * @param bytes its content, which is not copied
     */
    public LayerFile(String path, byte[] bytes) {
        this(path, bytes, true);
    }

    /**
     * @param path clean and relative
     * @param bytes its content, which is not copied
     * @param isWhole whether nothing follows these bytes
     */
    public LayerFile(String path, byte[] bytes, boolean isWhole) {
        this(path, bytes, isWhole, Surroundings.NONE);
    }

    /** A file of a directory, whose neighbours can be looked at. */
    LayerFile(String path, byte[] bytes, boolean isWhole, Surroundings surroundings) {
        this.path = path;
        this.bytes = bytes;
        this.isWhole = isWhole;
        this.surroundings = surroundings;
    }

    /** The files around it; none in a layer, of which only one file at a time is there. */
    Surroundings surroundings() {
        return surroundings;
    }

    /** Clean and relative. */
    public String path() {
        return path;
    }

    /** Its content, which nobody may change. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether {@link #bytes} is all of it; observers may see the start of a large file only. */
    public boolean isWhole() {
        return isWhole;
    }

    /** The last component of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Its content from the start. */
    public InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    ByteBuffer buffer(ByteOrder order) {
        return ByteBuffer.wrap(bytes).order(order);
    }
}
