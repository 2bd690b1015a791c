package dev.cooper.trust.root;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;

import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads the parts of a trusted root. */
final class RootReader {
    private static final int MOST = 100;

    private RootReader() {}

    static List<TrustedLog> logs(List<JsonObject> all) {
        List<TrustedLog> logs = new ArrayList<>();
        for (JsonObject one : few(all)) {
            JsonObject key = one.object("publicKey");
            if (isKnown(key.string("keyDetails", ""))) {
                logs.add(log(one, key));
            }
        }
        return logs;
    }

    /** Keys of kinds that came later are left out: what only they sign is then of no known log. */
    private static boolean isKnown(String details) {
        return details.startsWith("PKIX_ECDSA_P")
                || details.startsWith("PKIX_RSA_PKCS1V15_")
                || details.startsWith("PKCS1_RSA_PKCS1V5")
                || details.startsWith("PKIX_ED25519");
    }

    private static TrustedLog log(JsonObject log, JsonObject key) {
        JsonObject period = key.object("validFor");
        if (!period.has("start")) {
            throw new SyntaxException(
                    period.where() + ": start is missing, so that the log is never to be trusted");
        }
        PublicKey parsed = key(bytes(key, "rawBytes"), key.string("keyDetails"), key.where());
        String id = HexFormat.of().formatHex(bytes(log.object("logId"), "keyId"));
        return new TrustedLog(
                log.string("baseUrl", ""), id, Verifier.of(parsed), Period.of(period));
    }

    private static PublicKey key(byte[] der, String details, String where) {
        if (!details.startsWith("PKCS1_")) {
            return PublicKeys.ofDer(der, where);
        }
        AlgorithmIdentifier rsa =
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        try {
            return PublicKeys.ofDer(new SubjectPublicKeyInfo(rsa, der).getEncoded(), where);
        } catch (IOException e) {
            throw new SyntaxException(where + ": the public key is damaged", e);
        }
    }

    static List<Authority> authorities(List<JsonObject> all) {
        List<Authority> authorities = new ArrayList<>();
        for (JsonObject one : few(all)) {
            JsonObject chain = one.object("certChain");
            List<X509> certificates = new ArrayList<>();
            for (JsonObject certificate : few(chain.objects("certificates"))) {
                certificates.add(X509.parse(bytes(certificate, "rawBytes"), certificate.where()));
            }
            if (certificates.isEmpty()) {
                throw new SyntaxException(chain.where() + ": it has no certificates");
            }
            Period period =
                    one.optionalObject("validFor")
                            .map(Period::of)
                            .orElse(new Period(Optional.empty(), Optional.empty()));
            authorities.add(new Authority(one.string("uri", ""), certificates, period));
        }
        return authorities;
    }

    private static List<JsonObject> few(List<JsonObject> all) {
        if (all.size() > MOST) {
            throw new SyntaxException(
                    all.getFirst().where() + ": one of " + all.size() + ", at most " + MOST);
        }
        return all;
    }

    private static byte[] bytes(JsonObject json, String name) {
        String text = json.string(name);
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(json.where() + ": " + name + " is no base64", e);
        }
    }
}
