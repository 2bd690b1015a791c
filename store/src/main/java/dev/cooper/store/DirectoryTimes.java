package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Stat;
import dev.cooper.oci.FileName;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The modification times of a layer's directories, set when nothing changes in them any more. A
 * layer may have millions of directories, so this takes little more than the bytes of their paths.
 */
final class DirectoryTimes {
    private static final int FIXED = 4 + 8 + 8 + 4;
    private static final int CHUNK = 1 << 20;

    private final List<ByteBuffer> full = new ArrayList<>();
    private ByteBuffer current = ByteBuffer.allocate(4096);

    /**
     * Remembers a time; the last one for a directory counts.
     *
     * @param inode of the directory: what stands under the path at the end may be another
     */
    void add(String path, long inode, long seconds, int nanos) {
        byte[] bytes = FileName.encode(path);
        int need = FIXED + bytes.length;
        if (current.remaining() < need) {
            if (current.capacity() >= CHUNK) {
                full.add(current.flip());
                current = ByteBuffer.allocate(Math.max(CHUNK, need));
            } else {
                int size = Math.max(current.capacity() * 4, current.position() + need);
                current =
                        ByteBuffer.wrap(Arrays.copyOf(current.array(), size))
                                .position(current.position());
            }
        }
        current.putInt(bytes.length).put(bytes).putLong(inode).putLong(seconds).putInt(nanos);
    }

    /** Sets all times. */
    void apply(LayerParents parents) throws IOException {
        for (ByteBuffer chunk : full) {
            apply(chunk.duplicate(), parents);
        }
        apply(current.duplicate().flip(), parents);
    }

    private static void apply(ByteBuffer records, LayerParents parents) throws IOException {
        while (records.hasRemaining()) {
            byte[] bytes = new byte[records.getInt()];
            records.get(bytes);
            String path = FileName.decode(bytes);
            apply(path, records.getLong(), records.getLong(), records.getInt(), parents);
        }
    }

    private static void apply(
            String path, long inode, long seconds, int nanos, LayerParents parents)
            throws IOException {
        Directory parent = parents.openOrNull(LayerUnpacker.parentOf(path));
        if (parent != null) {
            String name = LayerUnpacker.nameOf(path);
            Stat stat = parent.statOrNull(name);
            if (stat != null && stat.inode() == inode && stat.isDirectory()) {
                parent.setTimes(name, seconds, nanos);
            }
        }
    }
}
