package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** A value of bytes. */
public final class Bytes {
    private final byte[] content;

    /** Copies them. */
    public Bytes(byte[] content) {
        this.content = content.clone();
    }

    /** Returns a copy of them. */
    public byte[] content() {
        return content.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }
}
