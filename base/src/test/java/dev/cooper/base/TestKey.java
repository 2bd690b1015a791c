package dev.cooper.base;

import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;

/** A key of an archive that exists in tests only. */
final class TestKey {
    private final PGPSecretKeyRing ring;

    private TestKey(PGPSecretKeyRing ring) {
        this.ring = ring;
    }

    static TestKey make(Instant created, long validSeconds) throws PGPException {
        RSAKeyPairGenerator pairs = new RSAKeyPairGenerator();
        pairs.init(
                new RSAKeyGenerationParameters(
                        BigInteger.valueOf(65537), new SecureRandom(), 2048, 64));
        BcPGPKeyPair pair =
                new BcPGPKeyPair(
                        4,
                        PublicKeyAlgorithmTags.RSA_GENERAL,
                        pairs.generateKeyPair(),
                        Date.from(created));
        PGPSignatureSubpacketGenerator hashed = new PGPSignatureSubpacketGenerator();
        hashed.setKeyFlags(false, KeyFlags.SIGN_DATA | KeyFlags.CERTIFY_OTHER);
        if (validSeconds > 0) {
            hashed.setKeyExpirationTime(false, validSeconds);
        }
        PGPKeyRingGenerator generator =
                new PGPKeyRingGenerator(
                        PGPSignature.POSITIVE_CERTIFICATION,
                        pair,
                        "Archive of the tests <archive@example.org>",
                        new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
                        hashed.generate(),
                        null,
                        new BcPGPContentSignerBuilder(
                                PublicKeyAlgorithmTags.RSA_GENERAL, HashAlgorithmTags.SHA256),
                        null);
        return new TestKey(generator.generateSecretKeyRing());
    }

    byte[] keyring() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ring.getPublicKeys()
                .forEachRemaining(key -> {
                    try {
                        key.encode(out);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
        return out.toByteArray();
    }

    byte[] detached(byte[] text, Instant at) throws IOException, PGPException {
        return armoured(
                signature(text, PGPSignature.BINARY_DOCUMENT, HashAlgorithmTags.SHA256, at));
    }

    byte[] clearSigned(String text, Instant at) throws IOException, PGPException {
        return clearSigned(text, at, HashAlgorithmTags.SHA256);
    }

    byte[] clearSigned(String text, Instant at, int hash) throws IOException, PGPException {
        String signed = String.join("\r\n", text.lines().map(String::stripTrailing).toList());
        byte[] signature =
                signature(
                        signed.getBytes(StandardCharsets.UTF_8),
                        PGPSignature.CANONICAL_TEXT_DOCUMENT,
                        hash,
                        at);
        StringBuilder file =
                new StringBuilder("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n");
        text.lines().forEach(l -> file.append(l.startsWith("-") ? "- " + l : l).append('\n'));
        file.append(new String(armoured(signature), StandardCharsets.US_ASCII));
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] signature(byte[] text, int type, int hash, Instant at)
            throws PGPException, IOException {
        PGPSignatureGenerator generator =
                new PGPSignatureGenerator(
                        new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.RSA_GENERAL, hash),
                        ring.getPublicKey());
        generator.init(type, ring.getSecretKey().extractPrivateKey(null));
        PGPSignatureSubpacketGenerator hashed = new PGPSignatureSubpacketGenerator();
        hashed.setSignatureCreationTime(false, Date.from(at));
        generator.setHashedSubpackets(hashed.generate());
        generator.update(text);
        return generator.generate().getEncoded();
    }

    private static byte[] armoured(byte[] packets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArmoredOutputStream armour = ArmoredOutputStream.builder().clearHeaders().build(out)) {
            armour.write(packets);
        }
        return out.toByteArray();
    }
}
