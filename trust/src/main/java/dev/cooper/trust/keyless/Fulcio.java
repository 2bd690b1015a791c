package dev.cooper.trust.keyless;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Signer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An authority that certifies keys to who has a token: the API of Fulcio, version 2. */
final class Fulcio {
    private static final int MOST = 256 << 10;

    private final Web web;
    private final String address;

    Fulcio(Web web, String address) {
        this.web = web;
        this.address = address + (address.endsWith("/") ? "" : "/") + "api/v2/signingCert";
    }

    /** Has a key certified; the certificate is the first, no root among the others. */
    List<X509> certify(Signer key, IdentityToken token) throws IOException {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("algorithm", "ECDSA");
        shown.put("content", PublicKeys.pem(key.publicKey()));
        byte[] proof = key.sign(token.proved().getBytes(StandardCharsets.UTF_8));
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("publicKey", shown);
        request.put("proofOfPossession", Base64.getEncoder().encodeToString(proof));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("credentials", Map.of("oidcIdentityToken", token.text()));
        json.put("publicKeyRequest", request);
        byte[] answer = web.post(address, "application/json", Json.write(json), MOST);
        try {
            return chain(answer, key);
        } catch (SyntaxException e) {
            throw new IOException(address + " gave no certificate: " + e.getMessage(), e);
        }
    }

    private static List<X509> chain(byte[] answer, Signer key) {
        JsonObject json = JsonObject.parse(answer, "answer");
        if (!json.has("signedCertificateEmbeddedSct")) {
            throw new SyntaxException(
                    "it holds no certificate with the promise of a log in it"
                            + " (signedCertificateEmbeddedSct)");
        }
        List<X509> chain = new ArrayList<>();
        for (String pem :
                json.object("signedCertificateEmbeddedSct")
                        .object("chain")
                        .strings("certificates")) {
            chain.addAll(X509.parsePem(pem.getBytes(StandardCharsets.UTF_8), "certificate"));
        }
        if (chain.isEmpty()
                || !Arrays.equals(
                        chain.getFirst().publicKey().getEncoded(), key.publicKey().getEncoded())) {
            throw new SyntaxException("the certificate is for another key");
        }
        return chain;
    }
}
