package dev.cooper.registry.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.cooper.registry.protocol.Scope;

import java.io.IOException;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Believes tokens of one issuer, made for one service, signed with keys that are known. */
final class TokenVerifier {
    /** How far the clocks of issuer and registry may differ. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final int LONGEST = 64 << 10;
    private static final int MOST_ENTRIES = 1_000;

    private final String issuer;
    private final String service;
    private final Set<String> algorithms;
    private final TokenKeys keys;
    private final Supplier<Instant> clock;

    /**
     * @param service whom the tokens must be for
     * @param algorithms names as JOSE has them, such as ES256
     */
    TokenVerifier(
            String issuer,
            String service,
            Set<String> algorithms,
            TokenKeys keys,
            Supplier<Instant> clock) {
        this.issuer = issuer;
        this.service = service;
        this.algorithms = Set.copyOf(algorithms);
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Reads a token.
     *
     * @throws InvalidTokenException when it is not to be believed
     * @throws IOException when the keys cannot be looked up
     */
    AccessToken verify(String text) throws InvalidTokenException, IOException {
        if (text.length() > LONGEST) {
            throw new InvalidTokenException("the token is too long");
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            requireSignature(token);
            JWTClaimsSet claims = token.getJWTClaimsSet();
            if (claims == null) {
                throw new InvalidTokenException("the token says nothing");
            }
            require(claims);
            String subject = claims.getSubject();
            return new AccessToken(subject == null ? "" : subject, access(claims));
        } catch (ParseException | IllegalArgumentException e) {
            throw new InvalidTokenException("the token is no signed JWT");
        }
    }

    private void requireSignature(SignedJWT token) throws InvalidTokenException, IOException {
        JWSHeader header = token.getHeader();
        if (!algorithms.contains(header.getAlgorithm().getName())) {
            throw new InvalidTokenException(
                    "the token is signed by an algorithm that is not taken");
        }
        Optional<PublicKey> key = keys.find(header);
        if (key.isEmpty()) {
            throw new InvalidTokenException("the token is signed with a key that is not trusted");
        }
        try {
            if (!token.verify(Signatures.verifier(header, key.get()))) {
                throw new InvalidTokenException("the token's signature is wrong");
            }
        } catch (JOSEException e) {
            throw new InvalidTokenException("the token's signature cannot be verified");
        }
    }

    private void require(JWTClaimsSet claims) throws InvalidTokenException {
        if (!issuer.equals(claims.getIssuer())) {
            throw new InvalidTokenException("the token is of another issuer");
        }
        List<String> audience = claims.getAudience();
        if (audience == null || !audience.contains(service)) {
            throw new InvalidTokenException("the token is for another service");
        }
        Instant now = clock.get();
        Date expires = claims.getExpirationTime();
        if (expires == null || !expires.toInstant().plus(SKEW).isAfter(now)) {
            throw new InvalidTokenException("the token has expired");
        }
        Date begins = claims.getNotBeforeTime();
        if (begins != null && begins.toInstant().minus(SKEW).isAfter(now)) {
            throw new InvalidTokenException("the token is not valid yet");
        }
    }

    private static List<Scope> access(JWTClaimsSet claims) throws InvalidTokenException {
        List<Scope> access = new ArrayList<>();
        Object claim = claims.getClaim("access");
        if (claim == null) {
            return access;
        }
        if (!(claim instanceof List<?> list) || list.size() > MOST_ENTRIES) {
            throw new InvalidTokenException("the token's access is no list that can be read");
        }
        for (Object each : list) {
            if (each instanceof Map<?, ?> entry
                    && entry.get("type") instanceof String type
                    && entry.get("name") instanceof String name
                    && entry.get("actions") instanceof List<?> actions) {
                Set<String> texts = new LinkedHashSet<>();
                actions.forEach(action -> texts.add(String.valueOf(action)));
                access.add(new Scope(type, name, texts));
            } else {
                throw new InvalidTokenException("the token's access is no list that can be read");
            }
        }
        return access;
    }
}
