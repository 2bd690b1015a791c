package dev.cooper.trust.keyless;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** A token that says who signs (OpenID Connect). Its signature is for the authority to verify. */
public final class IdentityToken {
    private static final int MOST = 64 << 10;
    private static final String AUDIENCE = "sigstore";

    private final String text;
    private final JsonObject claims;

    private IdentityToken(String text, JsonObject claims) {
        this.text = text;
        this.claims = claims;
    }

    /**
     * Reads a token.
     *
     * @param now when it must still hold
     * @throws SyntaxException when it is none, or has run out
     */
    public static IdentityToken parse(String text, Instant now) {
        String[] parts = text.strip().split("\\.", -1);
        if (parts.length != 3 || text.length() > MOST) {
            throw new SyntaxException("the identity token is no JWT");
        }
        try {
            IdentityToken token =
                    new IdentityToken(
                            text.strip(),
                            JsonObject.parse(
                                    Base64.getUrlDecoder().decode(parts[1]), "identity token"));
            Instant end = Instant.ofEpochSecond(token.claims.integer("exp", Long.MAX_VALUE / 1000));
            if (!now.isBefore(end)) {
                throw new SyntaxException("the identity token ran out at " + end);
            }
            token.proved();
            return token;
        } catch (IllegalArgumentException e) {
            throw e instanceof SyntaxException own
                    ? own
                    : new SyntaxException("the identity token is no JWT", e);
        }
    }

    /**
     * Finds the token of the place where Cooper runs: {@code SIGSTORE_ID_TOKEN}, or that of a
     * workflow of GitHub, which is asked for it.
     *
     * @param environment the variables of the process
     * @return empty when there is none
     * @throws IOException when it cannot be had from GitHub
     */
    public static Optional<IdentityToken> ambient(Map<String, String> environment, Instant now)
            throws IOException {
        String given = environment.getOrDefault("SIGSTORE_ID_TOKEN", "");
        if (!given.isEmpty()) {
            return Optional.of(parse(given, now));
        }
        String address = environment.getOrDefault("ACTIONS_ID_TOKEN_REQUEST_URL", "");
        String bearer = environment.getOrDefault("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "");
        if (address.isEmpty() || bearer.isEmpty()) {
            return Optional.empty();
        }
        byte[] answer =
                new Web()
                        .get(
                                address
                                        + (address.contains("?") ? "&" : "?")
                                        + "audience="
                                        + URLEncoder.encode(AUDIENCE, StandardCharsets.UTF_8),
                                bearer,
                                MOST);
        return Optional.of(
                parse(JsonObject.parse(answer, "answer with a token").string("value"), now));
    }

    /** Returns the token itself. */
    String text() {
        return text;
    }

    /** What the signer signs to prove that the key is his: an e-mail address, else the subject. */
    String proved() {
        return claims.optionalString("email")
                .filter(email -> !email.isEmpty())
                .orElseGet(() -> claims.string("sub"));
    }
}
