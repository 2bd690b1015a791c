package dev.cooper.trust.server;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads tokens of all issuers, and believes those of known ones. */
final class OutsideTokens {
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final int LONGEST = 16 << 10;

    private final TokenIssuer own;
    private final Map<String, Known> issuers = new LinkedHashMap<>();
    private final Clock clock;

    private record Known(OutsideIssuer issuer, IssuerKeys keys) {}

    /**
     * Makes a reader; nobody is asked yet.
     *
     * @param own of this server
     */
    OutsideTokens(TokenIssuer own, List<OutsideIssuer> others, Clock clock) {
        this.own = own;
        this.clock = clock;
        for (OutsideIssuer one : others) {
            issuers.put(one.url(), new Known(one, new IssuerKeys(one, clock)));
        }
    }

    /**
     * Reads a token.
     *
     * @throws RefusedException when it is of nobody who is known, not for signing here, not valid
     *     now, or its issuer's keys cannot be had
     */
    Token read(String text) {
        String[] parts = text.split("\\.", -1);
        if (text.length() > LONGEST || parts.length != 3) {
            throw refused("it is no token");
        }
        try {
            JsonObject claims = JsonObject.parse(Base64.getUrlDecoder().decode(parts[1]), "token");
            Known known = issuers.get(claims.string("iss"));
            if (known == null) {
                return own.read(text);
            }
            verify(known, parts);
            valid(known.issuer(), claims);
            return Claims.read(known.issuer(), claims);
        } catch (IllegalArgumentException e) {
            throw refused("it is damaged: " + e.getMessage());
        }
    }

    private static void verify(Known known, String[] parts) {
        JsonObject header = JsonObject.parse(Base64.getUrlDecoder().decode(parts[0]), "token");
        if (header.has("crit")) {
            throw refused("it wants something that is not known here");
        }
        String algorithm = header.string("alg");
        byte[] message = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
        List<WebKey> some = known.keys().of(header.string("kid", ""));
        if (some.stream().noneMatch(key -> key.verifies(algorithm, message, signature))) {
            throw refused("no key of " + known.issuer().url() + " signed it");
        }
    }

    private void valid(OutsideIssuer issuer, JsonObject claims) {
        if (!audiences(claims).contains(issuer.audience())) {
            throw refused("it is for " + audiences(claims) + ", not for " + issuer.audience());
        }
        Instant now = clock.instant();
        Instant end = time(claims, "exp");
        if (!now.isBefore(end.plus(SKEW))) {
            throw refused("it was valid until " + end + "; ask for another");
        }
        for (String name : List.of("iat", "nbf")) {
            if ((name.equals("iat") || claims.has(name))
                    && time(claims, name).isAfter(now.plus(SKEW))) {
                throw refused(
                        "it is valid from "
                                + time(claims, name)
                                + ", now it is "
                                + now
                                + "; compare the clocks");
            }
        }
    }

    /** Some issuers write fractions of seconds. */
    private static Instant time(JsonObject claims, String name) {
        return claims.get(name) instanceof Double seconds
                ? Instant.ofEpochSecond((long) Math.floor(seconds))
                : Instant.ofEpochSecond(bounded(claims.integer(name), name));
    }

    private static long bounded(long seconds, String name) {
        if (seconds < 0 || seconds > Instant.MAX.getEpochSecond() / 2) {
            throw new SyntaxException(name + " is no time");
        }
        return seconds;
    }

    private static List<String> audiences(JsonObject claims) {
        return claims.get("aud") instanceof List<?>
                ? claims.strings("aud")
                : List.of(claims.string("aud", ""));
    }

    private static RefusedException refused(String why) {
        return new RefusedException(401, "the token is refused: " + why);
    }
}
