package dev.cooper.registry.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;

import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys of an issuer from a bundle of certificates and a file of JSON web keys. */
final class TrustedKeys {
    private final List<X509Certificate> roots;
    private final Map<String, PublicKey> byId;

    private TrustedKeys(List<X509Certificate> roots, Map<String, PublicKey> byId) {
        this.roots = roots;
        this.byId = byId;
    }

    /**
     * Reads the files.
     *
     * @throws SyntaxException when one cannot be understood, or neither has a key
     */
    static TrustedKeys read(Optional<Path> bundle, Optional<Path> jwks) throws IOException {
        List<X509Certificate> roots = new ArrayList<>();
        Map<String, PublicKey> byId = new HashMap<>();
        if (bundle.isPresent()) {
            for (X509Certificate root : Pem.certificates(bundle.get())) {
                roots.add(root);
                for (String id : KeyIds.of(root.getPublicKey())) {
                    byId.put(id, root.getPublicKey());
                }
            }
        }
        if (jwks.isPresent()) {
            addAll(jwks.get(), byId);
        }
        if (byId.isEmpty()) {
            throw new SyntaxException(
                    "auth.token: no key is trusted; want rootcertbundle or jwks, a file with at"
                            + " least one certificate or key for RSA, EC or Ed25519");
        }
        return new TrustedKeys(roots, byId);
    }

    private static void addAll(Path file, Map<String, PublicKey> byId) throws IOException {
        try {
            JWKSet set = JWKSet.parse(Files.readString(file, StandardCharsets.UTF_8));
            for (JWK jwk : set.getKeys()) {
                Optional<PublicKey> key = publicKey(jwk);
                if (key.isPresent()) {
                    KeyIds.of(key.get()).forEach(id -> byId.put(id, key.get()));
                    if (jwk.getKeyID() != null) {
                        byId.put(jwk.getKeyID(), key.get());
                    }
                }
            }
        } catch (ParseException | JOSEException e) {
            throw new SyntaxException(file + " is no set of JSON web keys: " + e.getMessage(), e);
        }
    }

    private static Optional<PublicKey> publicKey(JWK jwk) throws JOSEException {
        return switch (jwk) {
            case OctetKeyPair pair -> KeyIds.ed25519(pair);
            case RSAKey rsa -> Optional.of(rsa.toPublicKey());
            case ECKey ec -> Optional.of(ec.toPublicKey());
            default -> Optional.empty();
        };
    }

    /** The key that a header names, by a chain of certificates, itself, or its id. */
    Optional<PublicKey> find(JWSHeader header) {
        if (header.getX509CertChain() != null && !header.getX509CertChain().isEmpty()) {
            return chained(header.getX509CertChain());
        }
        if (header.getJWK() != null) {
            return embedded(header.getJWK());
        }
        return Optional.ofNullable(header.getKeyID()).map(byId::get);
    }

    /** A key in the token itself is believed only if it is one that is known, or certified. */
    private Optional<PublicKey> embedded(JWK jwk) {
        try {
            Optional<PublicKey> key = publicKey(jwk);
            if (key.isEmpty()) {
                return Optional.empty();
            }
            if (jwk.getX509CertChain() != null) {
                return chained(jwk.getX509CertChain()).filter(key.get()::equals);
            }
            for (String id : KeyIds.of(key.get())) {
                PublicKey known = byId.get(id);
                if (known != null && known.equals(key.get())) {
                    return Optional.of(known);
                }
            }
            return Optional.empty();
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }

    private Optional<PublicKey> chained(List<Base64> encoded) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = new ArrayList<>();
            for (Base64 each : encoded) {
                chain.add(
                        (X509Certificate)
                                factory.generateCertificate(
                                        new ByteArrayInputStream(each.decode())));
            }
            return CertificateChain.isTrusted(chain, roots)
                    ? Optional.of(chain.getFirst().getPublicKey()).filter(TrustedKeys::isUsable)
                    : Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static boolean isUsable(PublicKey key) {
        return key instanceof RSAPublicKey
                || key instanceof ECPublicKey
                || key instanceof java.security.interfaces.EdECPublicKey;
    }
}
