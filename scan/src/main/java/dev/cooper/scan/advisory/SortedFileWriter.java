package dev.cooper.scan.advisory;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a {@link SortedFile}; the same keys and values make the same bytes. */
public final class SortedFileWriter {
    private final OutputStream out;
    private final ByteArrayOutputStream keys = new ByteArrayOutputStream();
    private final ByteArrayOutputStream index = new ByteArrayOutputStream();
    private byte[] last = new byte[0];
    private long written;
    private int count;

    /** Writes to a stream, which the caller closes. */
    public SortedFileWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    /**
     * Adds a key.
     *
     * @throws IllegalArgumentException when it does not come after those before it, byte by byte
     */
    public void add(String key, byte[] value) throws IOException {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        if (count > 0 && Arrays.compareUnsigned(last, bytes) >= 0) {
            throw new IllegalArgumentException(key + " does not come after the key before it");
        }
        byte[] entry = new byte[SortedFile.ENTRY];
        // Where the keys begin is known at the end only.
        number(entry)
                .putLong(keys.size())
                .putInt(bytes.length)
                .putLong(written)
                .putInt(value.length);
        index.writeBytes(entry);
        keys.write(bytes);
        out.write(value);
        written += value.length;
        last = bytes;
        count++;
    }

    /** Writes what is left. */
    public void finish() throws IOException {
        keys.writeTo(out);
        byte[] all = index.toByteArray();
        ByteBuffer entries = number(all);
        for (int at = 0; at < all.length; at += SortedFile.ENTRY) {
            entries.putLong(at, entries.getLong(at) + written);
        }
        out.write(all);
        byte[] footer = new byte[SortedFile.FOOTER];
        number(footer).putLong(written + keys.size()).putInt(count).putInt(SortedFile.MAGIC);
        out.write(footer);
        out.flush();
    }

    private static ByteBuffer number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
