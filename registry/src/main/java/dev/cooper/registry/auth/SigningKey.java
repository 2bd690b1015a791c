package dev.cooper.registry.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.cooper.registry.storage.Database;

import java.io.IOException;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The key that the registry's own tokens are signed with; in the database, so all nodes agree. */
final class SigningKey implements TokenKeys {
    static final Set<String> ALGORITHMS = Set.of("ES256");

    private final ECKey key;

    private SigningKey(ECKey key) {
        this.key = key;
    }

    /** Reads the key, or makes it when this is the first node that needs it. */
    static SigningKey open(Database database) throws IOException {
        try {
            ECKey fresh = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
            long now = Instant.now().getEpochSecond();
            Optional<String> kept = read(database);
            if (kept.isEmpty()) {
                database.write(sql ->
                        sql.update(
                                "INSERT INTO token_key (slot, jwk, created_at) VALUES (1, ?, ?)"
                                        + " ON CONFLICT (slot) DO NOTHING",
                                fresh.toJSONString(),
                                now));
                kept = read(database);
            }
            return new SigningKey(ECKey.parse(kept.orElseThrow()));
        } catch (JOSEException | ParseException e) {
            throw new IOException("the key of tokens in the database: " + e.getMessage(), e);
        }
    }

    private static Optional<String> read(Database database) throws IOException {
        return database.read(sql ->
                sql.first(row -> row.getString(1), "SELECT jwk FROM token_key WHERE slot = 1"));
    }

    String sign(JWTClaimsSet claims) {
        try {
            SignedJWT token =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                            claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("signing a token", e);
        }
    }

    @Override
    public Optional<PublicKey> find(JWSHeader header) throws IOException {
        try {
            return key.getKeyID().equals(header.getKeyID())
                    ? Optional.of(key.toPublicKey())
                    : Optional.empty();
        } catch (JOSEException e) {
            throw new IOException("the key of tokens: " + e.getMessage(), e);
        }
    }
}
