package dev.cooper.archive;

/** A compressor to RFC 1951 data without a frame; used by one thread at a time. */
interface RawDeflate {
    /**
     * Compresses {@code length} bytes of {@code source} from {@code from} on into {@code target}.
     *
     * @return the bytes put at {@code at}, at most {@code room}
     * @throws IllegalStateException when the room is too small
     */
    int compress(byte[] source, int from, int length, byte[] target, int at, int room);
}
