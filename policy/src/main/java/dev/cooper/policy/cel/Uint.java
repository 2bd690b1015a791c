package dev.cooper.policy.cel;

import java.math.BigInteger;

/**
 * A number without a sign.
 *
 * @param bits all 64 of it
 */
public record Uint(long bits) implements Comparable<Uint> {
    static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(64);

    static Uint of(BigInteger value) {
        if (value.signum() < 0 || value.compareTo(LIMIT) >= 0) {
            throw new CelException("range error: unsigned integer overflow");
        }
        return new Uint(value.longValue());
    }

    BigInteger big() {
        BigInteger big = BigInteger.valueOf(bits);
        return bits < 0 ? big.add(LIMIT) : big;
    }

    @Override
    public int compareTo(Uint other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
