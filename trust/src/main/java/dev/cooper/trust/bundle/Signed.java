package dev.cooper.trust.bundle;

import dev.cooper.oci.Digest;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.log.LogEntry;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A signature in whatever form it was stored, with what came along to prove it.
 *
 * @param signature hexadecimal
 * @param digest the SHA-256 of what is signed: for envelopes of the encoding of type and payload
 * @param message what is signed itself, when it is at hand
 * @param envelope the envelope, when one is signed
 * @param chain the certificates that came along, the signer's first; empty when a key signed
 * @param entries of transparency logs
 * @param timestamps time stamps over the signature
 * @param proofs whether entries must come with the proof that they are in the log
 */
public record Signed(
        String signature,
        Digest digest,
        Optional<byte[]> message,
        Optional<Dsse> envelope,
        List<X509> chain,
        List<LogEntry> entries,
        List<byte[]> timestamps,
        boolean proofs) {
    /** Copies the lists. */
    public Signed {
        chain = List.copyOf(chain);
        entries = List.copyOf(entries);
        timestamps = List.copyOf(timestamps);
    }

    /** Returns the signer's certificate, if one came along. */
    Optional<X509> leaf() {
        return chain.stream().findFirst();
    }

    /** Tells whether the signature is of a key. */
    boolean isOf(Verifier key) {
        byte[] raw = HexFormat.of().parseHex(signature);
        return message.map(content -> key.verifies(content, raw))
                .orElseGet(() -> key.verifiesDigest(HexFormat.of().parseHex(digest.hex()), raw));
    }
}
