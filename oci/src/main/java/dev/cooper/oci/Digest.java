package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of content: an algorithm and the hash of the bytes, as in the OCI image specification.
 *
 * @param algorithm the hash function
 * @param hex the hash in lower-case hexadecimal digits
 */
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {
    /** The hash functions the specification registers. */
    public enum Algorithm {
        /** SHA-256, the one every tool knows. */
        SHA256("sha256", "SHA-256", 64),
        /** SHA-512. */
        SHA512("sha512", "SHA-512", 128);

        private final String id;
        private final String javaName;
        private final int hexLength;

        Algorithm(String id, String javaName, int hexLength) {
            this.id = id;
            this.javaName = javaName;
            this.hexLength = hexLength;
        }

        /** Returns the name used in digests, for example {@code sha256}. */
        public String id() {
            return id;
        }

        /** Returns how many hexadecimal digits a digest has. */
        public int hexLength() {
            return hexLength;
        }

        /** Makes a fresh hash computation. */
        public MessageDigest newMessageDigest() {
            try {
                // A copy is made without a look at all providers, which takes longer than a hash.
                return this == SHA256
                        ? (MessageDigest) Fresh.SHA256.clone()
                        : MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException | CloneNotSupportedException e) {
                throw new AssertionError("every JDK has " + javaName, e);
            }
        }

        private boolean accepts(String hex) {
            if (hex.length() != hexLength) {
                return false;
            }
            for (int i = 0; i < hex.length(); i++) {
                char c = hex.charAt(i);
                if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A computation of which there are only copies. */
    private static final class Fresh {
        static final MessageDigest SHA256;

        static {
            try {
                SHA256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every JDK has SHA-256", e);
            }
        }

        private Fresh() {}
    }

    /** Refuses a hash that has the wrong length or other characters than lower-case digits. */
    public Digest {
        if (!algorithm.accepts(hex)) {
            throw new SyntaxException(
                    "invalid digest \""
                            + algorithm.id
                            + ":"
                            + Json.excerpt(hex)
                            + "\": want "
                            + algorithm.hexLength
                            + " lower-case hexadecimal digits");
        }
    }

    /**
     * Reads {@code algorithm:hex}.
     *
     * @param text for example {@code sha256:e3b0…}
     * @throws SyntaxException when the text is no digest or its algorithm is not known
     */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new SyntaxException(
                    "invalid digest \"" + Json.excerpt(text) + "\": want algorithm:hex");
        }
        String id = text.substring(0, colon);
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm.id.equals(id)) {
                return new Digest(algorithm, text.substring(colon + 1));
            }
        }
        throw new SyntaxException(
                "invalid digest \""
                        + Json.excerpt(text)
                        + "\": algorithm is not known (sha256 and sha512 are)");
    }

    /** Returns the SHA-256 digest of some bytes. */
    public static Digest sha256(byte[] content) {
        return of(Algorithm.SHA256, Algorithm.SHA256.newMessageDigest().digest(content));
    }

    /**
     * Returns the digest with a known hash.
     *
     * @param algorithm the hash function
     * @param raw the hash as bytes, not hexadecimal
     */
    public static Digest of(Algorithm algorithm, byte[] raw) {
        return new Digest(algorithm, HexFormat.of().formatHex(raw));
    }

    /** Returns the first twelve hexadecimal digits, as docker prints identifiers. */
    public String shortHex() {
        return hex.substring(0, 12);
    }

    // by hand, as what the compiler makes for records is linked slowly at start-up
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest
                && algorithm == digest.algorithm
                && hex.equals(digest.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public int compareTo(Digest other) {
        int order = algorithm.compareTo(other.algorithm);
        return order != 0 ? order : hex.compareTo(other.hex);
    }

    /** Returns {@code algorithm:hex}. */
    @Override
    public String toString() {
        return algorithm.id + ":" + hex;
    }
}
