package dev.cooper.inventory;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** What an observer has made of a layer. */
final class Observed {
    private final byte[] result;
    private final List<String> warnings;

    /**
     * @param result of the observer's own form
     * @param warnings sentences about files that it could not read
     */
    Observed(byte[] result, List<String> warnings) {
        this.result = result;
        this.warnings = List.copyOf(warnings);
    }

    /** Of the observer's own form; not to be changed. */
    byte[] result() {
        return result;
    }

    /** Sentences about files that it could not read. */
    List<String> warnings() {
        return warnings;
    }

    /** As bytes, for the cache. */
    byte[] encode() {
        return new PackedWriter().texts(warnings).bytes(result).bytes();
    }

    /** Reads what {@link #encode} wrote; empty when it is cut off. */
    static Optional<Observed> decode(byte[] bytes) {
        try {
            PackedReader in = new PackedReader(ByteBuffer.wrap(bytes));
            List<String> warnings = in.texts();
            return Optional.of(new Observed(in.bytes(), warnings));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }
}
