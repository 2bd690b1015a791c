package dev.cooper.trust.notation;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.key.Pem;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A private key in memory with the chain of certificates that says whose it is. */
public final class SigningKey {
    private final PrivateKey key;
    private final Algorithm algorithm;
    private final List<X509Certificate> chain;

    private SigningKey(PrivateKey key, Algorithm algorithm, List<X509Certificate> chain) {
        this.key = key;
        this.algorithm = algorithm;
        this.chain = List.copyOf(chain);
    }

    /**
     * Reads a key and its certificates.
     *
     * @param keyFile PKCS#8 in PEM, in the clear, as notation keeps it
     * @param certificates in PEM, the signer's first
     * @param where the files, for messages
     * @throws SyntaxException when one is damaged, they do not belong together, or notation's rules
     *     do not allow to sign with them
     */
    public static SigningKey parse(byte[] keyFile, byte[] certificates, String where) {
        List<X509Certificate> chain = Certificates.parse(certificates, where);
        String wrong = ChainRules.CODE_SIGNING.check(chain);
        if (!wrong.isEmpty()) {
            throw new SyntaxException(where + ": " + wrong);
        }
        Algorithm algorithm = Algorithm.of(chain.getFirst().getPublicKey()).orElseThrow();
        SigningKey made = new SigningKey(privateKey(keyFile, where), algorithm, chain);
        byte[] probe = new byte[32];
        if (!algorithm.verifies(chain.getFirst().getPublicKey(), probe, made.sign(probe))) {
            throw new SyntaxException(where + ": the key is not the one of the certificate");
        }
        return made;
    }

    private static PrivateKey privateKey(byte[] file, String where) {
        Pem block =
                Pem.parse(file, where).stream()
                        .filter(one -> one.type().equals("PRIVATE KEY"))
                        .findFirst()
                        .orElseThrow(() ->
                                new SyntaxException(
                                        where
                                                + " holds no PRIVATE KEY; change its form with:"
                                                + " openssl pkcs8 -topk8 -nocrypt -in KEY"));
        byte[] encoded = block.content();
        try {
            return of("RSA", encoded)
                    .or(() -> of("EC", encoded))
                    .orElseThrow(() -> new SyntaxException(where + ": want a key of RSA or ECDSA"));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static Optional<PrivateKey> of(String kind, byte[] encoded) {
        try {
            return Optional.of(
                    KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            return Optional.empty(); // of another kind
        }
    }

    Algorithm algorithm() {
        return algorithm;
    }

    List<X509Certificate> chain() {
        return chain;
    }

    byte[] sign(byte[] message) {
        try {
            return algorithm.sign(key, message);
        } catch (IllegalStateException e) {
            throw new SyntaxException("the key is not the one of the certificate", e);
        }
    }
}
