package dev.cooper.trust.bundle;

import dev.cooper.oci.Digest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.log.LogEntry;

import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A signature with all that is needed to verify it.
 *
 * @param mediaType with its version
 * @param material whose key signed
 * @param logEntries entries of transparency logs about the signature
 * @param timestamps time stamps over the signature, as RFC 3161 has them
 * @param content what is signed, with the signature
 */
public record Bundle(
        String mediaType,
        Material material,
        List<LogEntry> logEntries,
        List<byte[]> timestamps,
        Content content) {
    /** The media type that is written. */
    public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    /** What the media types of all bundles begin with. */
    public static final String PREFIX = "application/vnd.dev.sigstore.bundle";

    static final String VERSION_1 = "application/vnd.dev.sigstore.bundle+json;version=0.1";

    static final List<String> MEDIA_TYPES =
            List.of(
                    MEDIA_TYPE,
                    VERSION_1,
                    "application/vnd.dev.sigstore.bundle+json;version=0.2",
                    "application/vnd.dev.sigstore.bundle+json;version=0.3");

    /** Copies the lists. */
    public Bundle {
        logEntries = List.copyOf(logEntries);
        timestamps = List.copyOf(timestamps);
    }

    /** Whose key signed. */
    public sealed interface Material {
        /**
         * A key that the reader knows.
         *
         * @param hint which: a name, no proof
         */
        record KeyHint(String hint) implements Material {
            /** Names a key as sigstore does, by the SHA-256 of what it is. */
            public static KeyHint of(PublicKey key) {
                byte[] name = HexFormat.of().parseHex(PublicKeys.digest(key).hex());
                return new KeyHint(Base64.getEncoder().encodeToString(name));
            }
        }

        /**
         * The key in a certificate.
         *
         * @param chain the signer's certificate first; no root
         */
        record Certificates(List<X509> chain) implements Material {
            /** Copies the chain. */
            public Certificates {
                chain = List.copyOf(chain);
            }
        }
    }

    /** What is signed. */
    public sealed interface Content {
        /**
         * An envelope with one signature.
         *
         * @param dsse the envelope
         */
        record Envelope(Dsse dsse) implements Content {}

        /**
         * A file that is not part of the bundle.
         *
         * @param algorithm of its digest, such as {@code SHA2_256}; empty when there is none
         * @param digest of the file, hexadecimal: a hint, no proof; empty when there is none
         * @param signature over the file, hexadecimal
         */
        record MessageSignature(String algorithm, String digest, String signature)
                implements Content {
            /** Makes one of a file that has just been signed. */
            public static MessageSignature of(byte[] message, byte[] signature) {
                return new MessageSignature(
                        "SHA2_256",
                        Digest.sha256(message).hex(),
                        HexFormat.of().formatHex(signature));
            }
        }
    }

    /** Makes the bundle of an envelope that a key signed. */
    public static Bundle ofKey(String hint, Dsse envelope) {
        return new Bundle(
                MEDIA_TYPE,
                new Material.KeyHint(hint),
                List.of(),
                List.of(),
                new Content.Envelope(envelope));
    }

    /**
     * Reads a bundle.
     *
     * @throws SyntaxException when it is damaged or of an unknown version
     */
    public static Bundle parse(byte[] content) {
        return BundleReader.read(JsonObject.parse(content, "bundle"));
    }

    /**
     * Reads an entry of a log as bundles have it, and as logs of version 2 give it out.
     *
     * @throws SyntaxException when it is damaged
     */
    public static LogEntry logEntry(JsonObject json) {
        return BundleReader.entry(json);
    }

    /**
     * Returns the envelope.
     *
     * @throws SyntaxException when it holds the signature of a file instead
     */
    public Dsse envelope() {
        return switch (content) {
            case Content.Envelope envelope -> envelope.dsse();
            case Content.MessageSignature _ ->
                    throw new SyntaxException(
                            "bundle: it holds no envelope but a signature of a file");
        };
    }

    /** Returns the signature, of the envelope or of the file. */
    public byte[] signature() {
        return switch (content) {
            case Content.Envelope envelope -> envelope.dsse().signatures().getFirst();
            case Content.MessageSignature message -> HexFormat.of().parseHex(message.signature());
        };
    }

    /** Returns the bundle as a document. */
    public byte[] toJson() {
        return BundleWriter.write(this);
    }
}
