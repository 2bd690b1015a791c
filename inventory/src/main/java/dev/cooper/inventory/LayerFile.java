package dev.cooper.inventory;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A file of a layer, whole, for as long as the walk stays at it. */
public final class LayerFile {
    private final String path;
    private final byte[] bytes;

    /**
     * @param path clean and relative
     * @param bytes its content, which is not copied
     */
    public LayerFile(String path, byte[] bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /** Clean and relative. */
    public String path() {
        return path;
    }

    /** Its content, which nobody may change. */
    public byte[] bytes() {
        return bytes;
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
