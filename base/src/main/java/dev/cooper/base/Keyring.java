package dev.cooper.base;

import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * OpenPGP keys that are trusted to sign an archive's indexes.
 *
 * @param keys the certificates
 * @param source where they are from, for messages
 * @param content the keys as one binary keyring, as they were read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Keyring(List<PGPPublicKeyRing> keys, String source, byte[] content) {
    /** All keys that Debian ever had are below 200 kB. */
    private static final long MAX_SIZE = 16 << 20;

    Keyring {
        keys = List.copyOf(keys);
    }

    /** Reads a keyring file, binary or armoured. */
    static Keyring read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(
                    "the keyring " + file + " cannot be read: name another one with --keyring");
        }
        if (Files.size(file) > MAX_SIZE) {
            throw new IOException("the keyring " + file + " is larger than " + MAX_SIZE + " bytes");
        }
        return parse(Files.readAllBytes(file), file.toString());
    }

    /**
     * Reads keys.
     *
     * @param content a binary keyring, or armoured blocks one after the other
     * @param source where it is from, for messages
     */
    static Keyring parse(byte[] content, String source) throws IOException {
        byte[] binary = isArmoured(content) ? dearmour(content, source) : content;
        List<PGPPublicKeyRing> keys = new ArrayList<>();
        try {
            new PGPPublicKeyRingCollection(
                            new ByteArrayInputStream(binary), new BcKeyFingerprintCalculator())
                    .getKeyRings()
                    .forEachRemaining(keys::add);
        } catch (PGPException | RuntimeException e) {
            throw new IOException("reading the keyring " + source + ": " + e.getMessage(), e);
        }
        if (keys.isEmpty()) {
            throw new IOException("the keyring " + source + " holds no public key");
        }
        return new Keyring(keys, source, binary);
    }

    private static boolean isArmoured(byte[] content) {
        return new String(content, 0, Math.min(content.length, 4096), StandardCharsets.ISO_8859_1)
                .contains("-----BEGIN PGP PUBLIC KEY BLOCK-----");
    }

    private static byte[] dearmour(byte[] content, String source) throws IOException {
        ByteArrayOutputStream binary = new ByteArrayOutputStream();
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int start = text.indexOf("-----BEGIN PGP PUBLIC KEY BLOCK-----");
        while (start >= 0) {
            int next = text.indexOf("-----BEGIN PGP PUBLIC KEY BLOCK-----", start + 1);
            byte[] block =
                    text.substring(start, next < 0 ? text.length() : next)
                            .getBytes(StandardCharsets.ISO_8859_1);
            try (InputStream armoured = new ArmoredInputStream(new ByteArrayInputStream(block))) {
                armoured.transferTo(binary);
            } catch (IOException | RuntimeException e) {
                throw new IOException("reading the keyring " + source + ": " + e.getMessage(), e);
            }
            start = next;
        }
        return binary.toByteArray();
    }

    /** Returns a keyring with the keys of several. */
    static Keyring join(List<Keyring> parts) {
        List<PGPPublicKeyRing> keys = new ArrayList<>();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        List<String> sources = new ArrayList<>();
        for (Keyring part : parts) {
            keys.addAll(part.keys);
            content.writeBytes(part.content);
            sources.add(part.source);
        }
        return new Keyring(keys, String.join(", ", sources), content.toByteArray());
    }

    /** Returns the keyring with only those certificates that have a key with one of the prints. */
    Keyring only(List<String> fingerprints) throws IOException {
        List<PGPPublicKeyRing> kept = new ArrayList<>();
        ByteArrayOutputStream binary = new ByteArrayOutputStream();
        for (PGPPublicKeyRing ring : keys) {
            boolean named = false;
            for (PGPPublicKey key : ring) {
                named |= fingerprints.contains(fingerprint(key));
            }
            if (named) {
                kept.add(ring);
                ring.encode(binary);
            }
        }
        if (kept.isEmpty()) {
            throw new IOException(
                    "none of the keys "
                            + String.join(", ", fingerprints)
                            + " is in "
                            + source
                            + ": name the keyring with --keyring");
        }
        return new Keyring(kept, source, binary.toByteArray());
    }

    /** Returns whether every suite could be verified with this keyring's keys too. */
    boolean holdsKeysOf(List<OpenSuite> suites) {
        return suites.stream().allMatch(suite -> holder(suite.signer()) != null);
    }

    /** Returns the certificate that has a key, or null. */
    @Nullable PGPPublicKeyRing holder(long keyId) {
        for (PGPPublicKeyRing ring : keys) {
            if (ring.getPublicKey(keyId) != null) {
                return ring;
            }
        }
        return null;
    }

    /** Returns a key's fingerprint in upper-case hexadecimal digits. */
    static String fingerprint(PGPPublicKey key) {
        return HexFormat.of().formatHex(key.getFingerprint()).toUpperCase(Locale.ROOT);
    }
}
