package dev.cooper.inventory;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A file of a layer, whole, for as long as the walk stays at it.
 *
 * @param path clean and relative
 * @param bytes its content
 */
record LayerFile(String path, byte[] bytes) {
    /** The last component of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    ByteBuffer buffer(ByteOrder order) {
        return ByteBuffer.wrap(bytes).order(order);
    }
}
