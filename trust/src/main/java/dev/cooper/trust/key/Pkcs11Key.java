package dev.cooper.trust.key;

import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A private key that never leaves its token. */
final class Pkcs11Key implements KeptKey.Keeper {
    private static final long CLASS = 0;
    private static final long LABEL = 3;
    private static final long VALUE = 0x11;
    private static final long KEY_ID = 0x102;
    private static final long MODULUS = 0x120;
    private static final long EXPONENT = 0x122;
    private static final long CURVE = 0x180;
    private static final long POINT = 0x181;

    private static final long CERTIFICATE = 1;
    private static final long PUBLIC = 2;
    private static final long PRIVATE = 3;

    private static final long SHA256_RSA = 0x40;
    private static final long ECDSA = 0x1041;

    private static final byte[] EC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");

    private final Pkcs11Module module;
    private final long session;
    private final long key;

    private Pkcs11Key(Pkcs11Module module, long session, long key) {
        this.module = module;
        this.session = session;
        this.key = key;
    }

    /** Opens a key of a token, as its user. */
    static Signer open(Pkcs11Uri uri, Map<String, String> environment) throws IOException {
        Pkcs11Module module = Pkcs11Module.load(uri.module(environment));
        long session = session(module, uri, uri.pin(environment));
        List<Long> found = module.find(session, template(uri, PRIVATE));
        if (found.size() != 1) {
            throw new SyntaxException(
                    uri.text()
                            + (found.isEmpty()
                                    ? ": the token has no such private key, or shows it only with"
                                            + " a PIN: set COSIGN_PKCS11_PIN"
                                    : ": the token has several such keys; give both id and"
                                            + " object"));
        }
        PublicKey publicKey = publicKey(module, session, uri, Optional.of(found.getFirst()));
        return KeptKey.of(uri.text(), publicKey, new Pkcs11Key(module, session, found.getFirst()));
    }

    /** Reads a public key of a token; without a PIN where the token shows it so. */
    static PublicKey publicKey(Pkcs11Uri uri, Map<String, String> environment) throws IOException {
        Pkcs11Module module = Pkcs11Module.load(uri.module(environment));
        return publicKey(module, session(module, uri, uri.pin(environment)), uri, Optional.empty());
    }

    private static long session(Pkcs11Module module, Pkcs11Uri uri, Optional<byte[]> pin)
            throws IOException {
        List<Pkcs11Module.Token> fitting =
                module.tokens().stream().filter(token -> fits(uri, token)).toList();
        if (fitting.size() != 1) {
            throw new SyntaxException(
                    uri.text()
                            + (fitting.isEmpty()
                                    ? ": there is no such token"
                                    : ": there are several such tokens; give token=LABEL or"
                                            + " serial=NUMBER"));
        }
        try {
            return module.open(fitting.getFirst().slot(), pin);
        } finally {
            pin.ifPresent(PrivateKeys::wipe);
        }
    }

    private static boolean fits(Pkcs11Uri uri, Pkcs11Module.Token token) {
        return is(uri, "token", token.label())
                && is(uri, "manufacturer", token.manufacturer())
                && is(uri, "model", token.model())
                && is(uri, "serial", token.serial())
                && is(uri, "slot-id", String.valueOf(token.slot()));
    }

    private static boolean is(Pkcs11Uri uri, String name, String value) {
        return uri.word(name).map(value::equals).orElse(true);
    }

    private static Map<Long, byte[]> template(Pkcs11Uri uri, long kind) {
        Map<Long, byte[]> wanted = new LinkedHashMap<>();
        wanted.put(CLASS, number(kind));
        if (uri.path().containsKey("object")) {
            wanted.put(LABEL, uri.path().get("object"));
        }
        if (uri.path().containsKey("id")) {
            wanted.put(KEY_ID, uri.path().get("id"));
        }
        return wanted;
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(value).array();
    }

    /** The public half: an object of its own, in a certificate, or what the private one tells. */
    private static PublicKey publicKey(
            Pkcs11Module module, long session, Pkcs11Uri uri, Optional<Long> privateKey)
            throws IOException {
        for (long kind : List.of(PUBLIC, CERTIFICATE)) {
            List<Long> found = module.find(session, template(uri, kind));
            if (found.isEmpty() && privateKey.isPresent()) {
                Optional<byte[]> id = module.read(session, privateKey.get(), KEY_ID);
                if (id.isPresent()) {
                    found = module.find(session, Map.of(CLASS, number(kind), KEY_ID, id.get()));
                }
            }
            if (found.size() > 1) {
                throw new SyntaxException(
                        uri.text() + ": the token has several such keys; give both id and object");
            }
            if (found.size() == 1) {
                return kind == PUBLIC
                        ? ofObject(module, session, found.getFirst(), uri)
                        : ofCertificate(module, session, found.getFirst(), uri);
            }
        }
        if (privateKey.isPresent() && module.read(session, privateKey.get(), MODULUS).isPresent()) {
            return ofObject(module, session, privateKey.get(), uri);
        }
        throw new SyntaxException(
                uri.text() + ": the token has neither a public key nor a certificate of that name");
    }

    private static PublicKey ofCertificate(
            Pkcs11Module module, long session, long object, Pkcs11Uri uri) {
        byte[] der = module.read(session, object, VALUE).orElse(new byte[0]);
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey();
        } catch (GeneralSecurityException e) {
            throw new SyntaxException(uri.text() + ": the certificate is damaged", e);
        }
    }

    private static PublicKey ofObject(
            Pkcs11Module module, long session, long object, Pkcs11Uri uri) {
        Optional<byte[]> modulus = module.read(session, object, MODULUS);
        Optional<byte[]> exponent = module.read(session, object, EXPONENT);
        if (modulus.isPresent() && exponent.isPresent()) {
            try {
                return KeyFactory.getInstance("RSA")
                        .generatePublic(
                                new RSAPublicKeySpec(
                                        new BigInteger(1, modulus.get()),
                                        new BigInteger(1, exponent.get())));
            } catch (GeneralSecurityException e) {
                throw new SyntaxException(uri.text() + ": the public key is damaged", e);
            }
        }
        Optional<byte[]> curve = module.read(session, object, CURVE);
        Optional<byte[]> point = module.read(session, object, POINT);
        if (curve.isEmpty() || point.isEmpty()) {
            throw new SyntaxException(uri.text() + ": it is neither a key of RSA nor of a curve");
        }
        byte[] bits = point(point.get());
        byte[] named = new byte[bits.length + 1]; // first how many bits of the last byte are none
        System.arraycopy(bits, 0, named, 1, bits.length);
        return PublicKeys.ofDer(
                Der.write(
                        Der.SEQUENCE,
                        Der.write(Der.SEQUENCE, EC_KEY, curve.get()),
                        Der.write(Der.BIT_STRING, named)),
                uri.text());
    }

    /** The point, which is in an octet string unless a module is sloppy. */
    private static byte[] point(byte[] value) {
        try {
            Der der = Der.of(value);
            byte[] inner = der.in(Der.OCTET_STRING).rest();
            return der.hasMore() ? value : inner;
        } catch (IllegalArgumentException _) {
            return value;
        }
    }

    @Override
    public synchronized byte[] sign(byte[] message, KeyAlgorithm algorithm) throws IOException {
        return switch (algorithm) {
            case RSA_2048, RSA_3072, RSA_4096 -> module.sign(session, key, SHA256_RSA, message);
            case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> curve(algorithm.hash(message));
            case ED25519, ED25519_PH ->
                    throw new SyntaxException("tokens do not sign with Ed25519 here");
        };
    }

    /** Tokens give the two numbers, everybody else wants them in ASN.1. */
    private byte[] curve(byte[] hash) throws IOException {
        byte[] raw = module.sign(session, key, ECDSA, hash);
        int half = raw.length / 2;
        return Der.write(
                Der.SEQUENCE,
                integer(Arrays.copyOf(raw, half)),
                integer(Arrays.copyOfRange(raw, half, raw.length)));
    }

    private static byte[] integer(byte[] unsigned) {
        return Der.write(Der.INTEGER, new BigInteger(1, unsigned).toByteArray());
    }
}
