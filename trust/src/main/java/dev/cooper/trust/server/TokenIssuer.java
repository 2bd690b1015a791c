package dev.cooper.trust.server;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;

import org.bouncycastle.asn1.x509.GeneralName;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Issues tokens (OpenID Connect) to people who have a secret, and knows its own again. */
final class TokenIssuer implements Service {
    /** For whom tokens are: the name that sigstore's clients and authorities agreed on. */
    static final String AUDIENCE = "sigstore";

    private static final Duration VALID = Duration.ofMinutes(10);

    /** The only one of which cosign takes a token as a word, not only as a file. */
    private static final String ALGORITHM = "RS256";

    private static final int LONGEST = 16 << 10;

    private final String url;
    private final KeyPair key;
    private final People people;
    private final Clock clock;

    TokenIssuer(String url, ServerDirectory directory, People people, Clock clock)
            throws IOException {
        this.url = url;
        this.key = directory.key("oidc", KeyAlgorithm.RSA_2048);
        this.people = people;
        this.clock = clock;
    }

    @Override
    public Optional<Answer> answer(Question question) {
        if (!isUsed()) {
            return Optional.empty();
        }
        return switch (question.method() + " " + question.path()) {
            case "GET /.well-known/openid-configuration" ->
                    Optional.of(Answer.json(200, configuration()));
            case "GET /keys" -> Optional.of(Answer.json(200, keys()));
            case "GET /token" ->
                    Optional.of(secret(Answer.text(200, "text/plain", issue(who(question)))));
            case "POST /token" -> Optional.of(secret(Answer.json(200, granted(who(question)))));
            default -> Optional.empty();
        };
    }

    /** Whether anybody may have tokens of it. */
    boolean isUsed() {
        return !people.isEmpty();
    }

    private static Answer secret(Answer answer) {
        return answer.with("Cache-Control", "no-store");
    }

    private Map<String, Object> configuration() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("issuer", url);
        json.put("token_endpoint", url + "/token");
        json.put("jwks_uri", url + "/keys");
        json.put("grant_types_supported", List.of("client_credentials"));
        json.put("response_types_supported", List.of("id_token"));
        json.put("subject_types_supported", List.of("public"));
        json.put("id_token_signing_alg_values_supported", List.of(ALGORITHM));
        json.put("scopes_supported", List.of("openid", "email"));
        json.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic"));
        return json;
    }

    private Map<String, Object> keys() {
        RSAPublicKey rsa = (RSAPublicKey) key.publicKey();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kty", "RSA");
        json.put("use", "sig");
        json.put("alg", ALGORITHM);
        json.put("kid", keyId());
        json.put("n", url64(unsigned(rsa.getModulus())));
        json.put("e", url64(unsigned(rsa.getPublicExponent())));
        return Map.of("keys", List.of(json));
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private String keyId() {
        return PublicKeys.digest(key.publicKey()).hex();
    }

    private String who(Question question) {
        return people.whoIs(question.authorization())
                .orElseThrow(() ->
                        new RefusedException(
                                401, "tokens are for people with a secret: e-mail and secret"));
    }

    private Map<String, Object> granted(String email) {
        String token = issue(email);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("access_token", token);
        json.put("id_token", token);
        json.put("token_type", "Bearer");
        json.put("expires_in", VALID.toSeconds());
        return json;
    }

    private String issue(String email) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", ALGORITHM);
        header.put("kid", keyId());
        header.put("typ", "JWT");
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", url);
        claims.put("sub", email);
        claims.put("aud", AUDIENCE);
        claims.put("exp", now + VALID.toSeconds());
        claims.put("iat", now);
        claims.put("email", email);
        claims.put("email_verified", true);
        String signed = url64(Json.write(header)) + "." + url64(Json.write(claims));
        return signed + "." + url64(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * Reads a token of this issuer.
     *
     * @throws RefusedException when it is not of this issuer, not for signing, or not valid now
     */
    Token read(String text) {
        String[] parts = text.split("\\.", -1);
        if (text.length() > LONGEST || parts.length != 3) {
            throw refused("it is no token");
        }
        try {
            JsonObject header = JsonObject.parse(of64(parts[0]), "token");
            if (!header.string("alg").equals(ALGORITHM) || header.has("crit")) {
                throw refused("it is not signed as this issuer signs");
            }
            byte[] message = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
            if (!Verifier.of(key.publicKey()).verifies(message, of64(parts[2]))) {
                throw refused("it is not signed by this issuer");
            }
            return claims(JsonObject.parse(of64(parts[1]), "token"));
        } catch (IllegalArgumentException e) {
            throw refused("it is damaged: " + e.getMessage());
        }
    }

    private Token claims(JsonObject claims) {
        Instant now = clock.instant();
        Instant until = Instant.ofEpochSecond(claims.integer("exp"));
        if (!claims.string("iss").equals(url)) {
            throw refused("the issuer " + claims.string("iss") + " is not known here");
        }
        if (!claims.string("aud").equals(AUDIENCE)) {
            throw refused("it is for " + claims.string("aud") + ", not for " + AUDIENCE);
        }
        if (!now.isBefore(until)) {
            throw refused("it was valid until " + until + "; ask for another");
        }
        String email = claims.string("email");
        if (!people.has(email)) {
            throw refused(email + " may have no certificates any more");
        }
        return new Token(
                url,
                List.of(claims.string("sub"), email),
                new GeneralName(GeneralName.rfc822Name, email),
                new TreeMap<>());
    }

    private static RefusedException refused(String why) {
        return new RefusedException(401, "the token is refused: " + why);
    }

    private static String url64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] of64(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
