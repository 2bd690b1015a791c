package dev.cooper.trust.log;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.Verifier;

import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a log of certificates promised when it took one ("signed certificate timestamp", RFC 6962).
 *
 * @param logId the SHA-256 of the log's key, hexadecimal
 * @param timestamp milliseconds since 1970
 * @param extensions hexadecimal, mostly empty
 * @param algorithm two bytes that tell hash and signature
 * @param signature the log's, hexadecimal
 */
public record Sct(
        String logId, long timestamp, String extensions, int algorithm, String signature) {
    /** The number of the extension of certificates that holds such promises. */
    public static final String EXTENSION = "1.3.6.1.4.1.11129.2.4.2";

    private static final int LOG_ID = 32;
    private static final int MOST = 16;

    /** Returns when the log took the certificate. */
    public Instant time() {
        return Instant.ofEpochMilli(timestamp);
    }

    /**
     * Reads the promises out of a certificate.
     *
     * @return empty when it has none
     * @throws SyntaxException when they are damaged
     */
    public static List<Sct> in(X509 certificate) {
        Optional<byte[]> extension = certificate.extension(EXTENSION);
        if (extension.isEmpty()) {
            return List.of();
        }
        try {
            return parse(ASN1OctetString.getInstance(extension.get()).getOctets());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new SyntaxException("certificate: its log promises are damaged", e);
        }
    }

    private static List<Sct> parse(byte[] list) {
        ByteBuffer all = part(ByteBuffer.wrap(list));
        List<Sct> found = new ArrayList<>();
        while (all.hasRemaining() && found.size() < MOST) {
            ByteBuffer one = part(all);
            if (one.get() == 0) { // of a later version: not known
                String logId = HexFormat.of().formatHex(bytes(one, LOG_ID));
                long timestamp = one.getLong();
                ByteBuffer extensions = part(one);
                int algorithm = Short.toUnsignedInt(one.getShort());
                ByteBuffer signature = part(one);
                found.add(new Sct(logId, timestamp, hex(extensions), algorithm, hex(signature)));
            }
        }
        return found;
    }

    private static ByteBuffer part(ByteBuffer in) {
        int length = Short.toUnsignedInt(in.getShort());
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    private static String hex(ByteBuffer rest) {
        return HexFormat.of().formatHex(bytes(rest, rest.remaining()));
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /**
     * Returns what a log signs when it promises to take a certificate.
     *
     * @param issuer who issues the certificate
     * @param tbs the part of the certificate that is to be signed, without promises
     * @param extensions of the promise, mostly none
     */
    public static byte[] signed(X509 issuer, byte[] tbs, long timestamp, byte[] extensions) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0); // version 1
        out.write(0); // the signature of a promise
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(timestamp).array());
        out.writeBytes(new byte[] {0, 1}); // of a certificate that is still to be issued
        Digest key = Digest.sha256(issuer.publicKey().getEncoded());
        out.writeBytes(HexFormat.of().parseHex(key.hex()));
        out.write(tbs.length >> 16);
        out.write(tbs.length >> 8);
        out.write(tbs.length);
        out.writeBytes(tbs);
        out.write(extensions.length >> 8);
        out.write(extensions.length);
        out.writeBytes(extensions);
        return out.toByteArray();
    }

    /** Tells whether the log of this key promised to take this certificate. */
    public boolean isOf(X509 certificate, X509 issuer, Verifier log) {
        byte[] message =
                signed(
                        issuer,
                        certificate.signedWithout(EXTENSION),
                        timestamp,
                        HexFormat.of().parseHex(extensions));
        return log.verifies(message, HexFormat.of().parseHex(signature));
    }

    /**
     * Returns the content of the extension that holds promises.
     *
     * @return DER of an octet string
     */
    public static byte[] extension(List<Sct> promises) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (Sct one : promises) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(0);
            out.writeBytes(HexFormat.of().parseHex(one.logId));
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(one.timestamp).array());
            prefixed(out, HexFormat.of().parseHex(one.extensions));
            out.write(one.algorithm >> 8);
            out.write(one.algorithm);
            prefixed(out, HexFormat.of().parseHex(one.signature));
            prefixed(list, out.toByteArray());
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        prefixed(all, list.toByteArray());
        try {
            return new DEROctetString(all.toByteArray()).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
    }

    private static void prefixed(ByteArrayOutputStream out, byte[] part) {
        out.write(part.length >> 8);
        out.write(part.length);
        out.writeBytes(part);
    }
}
