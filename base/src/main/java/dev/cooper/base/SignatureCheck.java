package dev.cooper.base;

import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * Verifies that a text is signed by a trusted key: as with apt, one good signature is enough, and
 * signatures by keys that are not in the keyring do no harm. A key that is expired or revoked, a
 * subkey without a sound binding, and a hash that can be forged do not count.
 */
final class SignatureCheck {
    /** Archives carry two or three; more is an attempt to keep us busy. */
    private static final int MAX_SIGNATURES = 64;

    /**
     * A text that proved genuine.
     *
     * @param text what its readers see
     * @param signer the id of the key whose signature proved it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Verified(byte[] text, long signer) {}

    private final Keyring keyring;
    private final Instant now;

    /**
     * Makes a check.
     *
     * @param keyring the keys to trust
     * @param now the time at which keys and signatures must be valid
     */
    SignatureCheck(Keyring keyring, Instant now) {
        this.keyring = keyring;
        this.now = now;
    }

    /**
     * Returns the text after at least one of its signatures proved good.
     *
     * @param signed the text with its signatures
     * @param source where it is from, for messages
     * @throws IOException when none is good; the message says why, for each
     */
    Verified verify(SignedText signed, String source) throws IOException {
        List<String> faults = new ArrayList<>();
        for (PGPSignature signature : signatures(signed, source)) {
            String fault;
            try {
                fault = fault(signature, signed.signed());
            } catch (PGPException | RuntimeException e) {
                fault = id(signature.getKeyID()) + ": " + e.getMessage();
            }
            if (fault == null) {
                return new Verified(signed.text(), signature.getKeyID());
            }
            faults.add(fault);
        }
        throw new IOException(
                "verifying "
                        + source
                        + " with "
                        + keyring.source()
                        + ": no good signature ("
                        + (faults.isEmpty() ? "it has none" : String.join("; ", faults))
                        + "); name the right keyring with --keyring");
    }

    private static List<PGPSignature> signatures(SignedText signed, String source)
            throws IOException {
        List<PGPSignature> found = new ArrayList<>();
        try {
            BcPGPObjectFactory packets = new BcPGPObjectFactory(signed.signatures());
            Object packet;
            while ((packet = packets.nextObject()) != null && found.size() < MAX_SIGNATURES) {
                if (packet instanceof PGPSignatureList list) {
                    list.forEach(found::add);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "verifying " + source + ": its signature is damaged: " + e.getMessage(), e);
        }
        return found;
    }

    /** Returns why a signature does not count, or null when it is good. */
    private @Nullable String fault(PGPSignature signature, byte[] text) throws PGPException {
        String id = id(signature.getKeyID());
        if (!isSafe(signature.getHashAlgorithm())) {
            return id + ": signed with a hash that can be forged";
        }
        int type = signature.getSignatureType();
        if (type != PGPSignature.BINARY_DOCUMENT && type != PGPSignature.CANONICAL_TEXT_DOCUMENT) {
            return id + ": not a signature over a document";
        }
        PGPPublicKeyRing ring = keyring.holder(signature.getKeyID());
        if (ring == null) {
            return id + ": the key is not in the keyring";
        }
        PGPPublicKey key = ring.getPublicKey(signature.getKeyID());
        String keyFault = keyFault(ring, key);
        if (keyFault != null) {
            return id + ": " + keyFault;
        }
        if (isOver(signature, signature.getCreationTime().toInstant())) {
            return id + ": the signature is expired";
        }
        if (signature.getCreationTime().toInstant().isBefore(key.getCreationTime().toInstant())) {
            return id + ": the signature is older than its key";
        }
        signature.init(new BcPGPContentVerifierBuilderProvider(), key);
        signature.update(text);
        return signature.verify() ? null : id + ": the text or its signature was changed";
    }

    private boolean isOver(PGPSignature signature, Instant created) {
        PGPSignatureSubpacketVector hashed = signature.getHashedSubPackets();
        long seconds = hashed == null ? 0 : hashed.getSignatureExpirationTime();
        return seconds > 0 && created.plusSeconds(seconds).isBefore(now);
    }

    private @Nullable String keyFault(PGPPublicKeyRing ring, PGPPublicKey key) throws PGPException {
        PGPPublicKey primary = ring.getPublicKey();
        if (primary.hasRevocation() || key.hasRevocation()) {
            return "the key is revoked";
        }
        if (isExpired(primary)) {
            return "the key " + Keyring.fingerprint(primary) + " is expired";
        }
        if (key.getKeyID() == primary.getKeyID()) {
            return null;
        }
        PGPSignature binding = binding(primary, key);
        if (binding == null) {
            return "the subkey is not bound to its key";
        }
        PGPSignatureSubpacketVector hashed = binding.getHashedSubPackets();
        long seconds = hashed.getKeyExpirationTime();
        if (seconds > 0 && key.getCreationTime().toInstant().plusSeconds(seconds).isBefore(now)) {
            return "the subkey is expired";
        }
        int flags = hashed.getKeyFlags();
        return flags == 0 || (flags & KeyFlags.SIGN_DATA) != 0 ? null : "the key may not sign";
    }

    private boolean isExpired(PGPPublicKey key) {
        long seconds = key.getValidSeconds();
        return seconds > 0 && key.getCreationTime().toInstant().plusSeconds(seconds).isBefore(now);
    }

    private static @Nullable PGPSignature binding(PGPPublicKey primary, PGPPublicKey subkey)
            throws PGPException {
        PGPSignature newest = null;
        Iterator<PGPSignature> bindings = subkey.getSignaturesOfType(PGPSignature.SUBKEY_BINDING);
        while (bindings.hasNext()) {
            PGPSignature binding = bindings.next();
            if (binding.getKeyID() != primary.getKeyID() || binding.getHashedSubPackets() == null) {
                continue;
            }
            binding.init(new BcPGPContentVerifierBuilderProvider(), primary);
            if (binding.verifyCertification(primary, subkey)
                    && (newest == null
                            || newest.getCreationTime()
                                    .toInstant()
                                    .isBefore(binding.getCreationTime().toInstant()))) {
                newest = binding;
            }
        }
        return newest;
    }

    private static boolean isSafe(int hash) {
        return hash == HashAlgorithmTags.SHA256
                || hash == HashAlgorithmTags.SHA384
                || hash == HashAlgorithmTags.SHA512
                || hash == HashAlgorithmTags.SHA224
                || hash == HashAlgorithmTags.SHA3_256
                || hash == HashAlgorithmTags.SHA3_512;
    }

    private static String id(long keyId) {
        return "key " + Long.toHexString(keyId).toUpperCase(Locale.ROOT);
    }
}
