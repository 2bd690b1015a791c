package dev.cooper.trust.server;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.Signatures;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.Pem;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;

import org.bouncycastle.asn1.pkcs.CertificationRequest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The certificate authority as clients of Fulcio ask it: API v2, and v1 of cosign 2. */
final class FulcioService implements Service {
    private static final String PEM = "application/pem-certificate-chain";
    private static final String BEGIN = "-----BEGIN";

    private final CertificateAuthority authority;
    private final OutsideTokens tokens;
    private final List<OutsideIssuer> issuers;

    /**
     * Makes one.
     *
     * @param issuers whose tokens are taken, for who asks
     */
    FulcioService(
            CertificateAuthority authority, OutsideTokens tokens, List<OutsideIssuer> issuers) {
        this.authority = authority;
        this.tokens = tokens;
        this.issuers = List.copyOf(issuers);
    }

    @Override
    public Optional<Answer> answer(Question question) throws IOException {
        return switch (question.method() + " " + question.path()) {
            case "POST /api/v2/signingCert" -> Optional.of(second(question));
            case "POST /api/v1/signingCert" -> Optional.of(first(question));
            case "GET /api/v2/trustBundle" ->
                    Optional.of(Answer.json(200, Map.of("chains", List.of(own()))));
            case "GET /api/v2/configuration" ->
                    Optional.of(
                            Answer.json(
                                    200,
                                    Map.of(
                                            "issuers",
                                            issuers.stream().map(FulcioService::issuer).toList())));
            case "GET /api/v1/rootCert" ->
                    Optional.of(Answer.text(200, PEM, authority.certificate().pem()));
            default -> Optional.empty();
        };
    }

    private Map<String, Object> own() {
        return Map.of("certificates", List.of(authority.certificate().pem()));
    }

    private static Map<String, Object> issuer(OutsideIssuer issuer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("issuerUrl", issuer.url());
        json.put("audience", issuer.audience());
        json.put("challengeClaim", issuer.kind() == OutsideIssuer.Kind.EMAIL ? "email" : "sub");
        return json;
    }

    private Answer second(Question question) throws IOException {
        JsonObject json = question.json();
        String text =
                json.optionalObject("credentials")
                        .flatMap(credentials -> credentials.optionalString("oidcIdentityToken"))
                        .or(question::bearer)
                        .orElseThrow(FulcioService::tokenMissing);
        Token token = tokens.read(text);
        PublicKey key =
                json.has("certificateSigningRequest")
                        ? ofRequest(base64(json, "certificateSigningRequest"))
                        : proved(json.object("publicKeyRequest"), "proofOfPossession", token);
        List<String> chain = authority.issue(token, key).stream().map(X509::pem).toList();
        return Answer.json(
                200,
                Map.of(
                        "signedCertificateEmbeddedSct",
                        Map.of("chain", Map.of("certificates", chain))));
    }

    private Answer first(Question question) throws IOException {
        JsonObject json = question.json();
        Token token = tokens.read(question.bearer().orElseThrow(FulcioService::tokenMissing));
        PublicKey key =
                json.optionalString("certificateSigningRequest").isPresent()
                        ? ofRequest(base64(json, "certificateSigningRequest"))
                        : proved(json, "signedEmailAddress", token);
        StringBuilder chain = new StringBuilder();
        authority.issue(token, key).forEach(one -> chain.append(one.pem()));
        return Answer.text(201, PEM, chain.toString());
    }

    private static RefusedException tokenMissing() {
        return new RefusedException(401, "a token is missing: want \"Authorization: Bearer …\"");
    }

    /** A key of which somebody has the private one, as their signature over their name proves. */
    private static PublicKey proved(JsonObject json, String proof, Token token) {
        PublicKey key = publicKey(json.object("publicKey").string("content"));
        byte[] signature = base64(json, proof);
        Verifier verifier = Verifier.of(key);
        for (String name : token.challenges()) {
            if (verifier.verifies(name.getBytes(StandardCharsets.UTF_8), signature)) {
                return key;
            }
        }
        throw new RefusedException(
                400, proof + " is no signature of the key over the subject of the token");
    }

    private static PublicKey publicKey(String text) {
        byte[] der;
        if (text.startsWith(BEGIN)) {
            return PublicKeys.parse(text.getBytes(StandardCharsets.UTF_8), "publicKey").getFirst();
        }
        try {
            der = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("publicKey is neither PEM nor base64", e);
        }
        return new String(der, StandardCharsets.ISO_8859_1).startsWith(BEGIN)
                ? PublicKeys.parse(der, "publicKey").getFirst()
                : PublicKeys.ofDer(der, "publicKey");
    }

    /** The key of a request (PKCS#10) that was signed by it. */
    private static PublicKey ofRequest(byte[] pem) {
        byte[] der = Pem.parse(pem, "certificateSigningRequest").getFirst().content();
        try {
            CertificationRequest request = CertificationRequest.getInstance(der);
            var info = request.getCertificationRequestInfo();
            PublicKey key =
                    PublicKeys.ofDer(
                            info.getSubjectPublicKeyInfo().getEncoded(),
                            "certificateSigningRequest");
            KeyAlgorithm.of(key); // only keys that can be verified later
            if (Signatures.verify(
                    key,
                    request.getSignatureAlgorithm().getAlgorithm().getId(),
                    info.getEncoded("DER"),
                    request.getSignature().getOctets())) {
                return key;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new SyntaxException("certificateSigningRequest is damaged", e);
        }
        throw new RefusedException(400, "certificateSigningRequest is not signed by its own key");
    }

    private static byte[] base64(JsonObject json, String name) {
        try {
            return Base64.getDecoder().decode(json.string(name));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(json.where() + ": " + name + " is no base64", e);
        }
    }
}
