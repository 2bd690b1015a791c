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
import dev.cooper.registry.storage.Sql;

import java.io.IOException;
import java.security.PublicKey;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The keys that the registry's own tokens are signed with; in the database, so all nodes agree. The
 * newest one signs. Older ones are believed until what they have signed has ended.
 */
final class SigningKeys implements TokenKeys {
    static final Set<String> ALGORITHMS = Set.of("ES256");

    /** How long a node may not know of a change; it signs with the key before meanwhile. */
    private static final Duration UNSEEN = Duration.ofSeconds(10);

    /** For {@link #UNSEEN} and for clocks that differ, beside the life of a token. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    /**
     * A row of the table.
     *
     * @param slot counts up
     * @param created seconds since 1970
     */
    private record Row(long slot, String jwk, long created) {}

    private record Known(ECKey newest, Map<String, PublicKey> believed, Instant read) {}

    private final Database database;
    private final Duration lifetime;
    private final Supplier<Instant> clock;
    private volatile Known known;

    private SigningKeys(Database database, Duration lifetime, Supplier<Instant> clock)
            throws IOException {
        this.database = database;
        this.lifetime = lifetime;
        this.clock = clock;
        this.known = read();
    }

    /**
     * Reads the keys, or makes the first when this is the first node that needs one.
     *
     * @param lifetime of a token
     */
    static SigningKeys open(Database database, Duration lifetime, Supplier<Instant> clock)
            throws IOException {
        if (database.read(SigningKeys::rows).isEmpty()) {
            add(database, 1, clock.get());
        }
        return new SigningKeys(database, lifetime, clock);
    }

    /**
     * Makes a new key, and deletes those that have signed nothing that is still valid.
     *
     * @param lifetime of a token
     * @param revoke whether to delete all other keys, so that their tokens end at once
     */
    static void rotate(Database database, Duration lifetime, boolean revoke, Instant now)
            throws IOException {
        List<Row> before = database.read(SigningKeys::rows);
        long slot = before.isEmpty() ? 1 : before.getLast().slot + 1;
        add(database, slot, now);
        List<Row> after = database.read(SigningKeys::rows);
        for (int i = 0; i < after.size(); i++) {
            Row row = after.get(i);
            if (row.slot < slot && (revoke || hasEnded(after, i, lifetime, now))) {
                database.write(sql -> sql.update("DELETE FROM token_key WHERE slot = ?", row.slot));
            }
        }
    }

    /** Adds a key, unless another node was quicker. */
    private static void add(Database database, long slot, Instant now) throws IOException {
        try {
            String jwk =
                    new ECKeyGenerator(Curve.P_256)
                            .keyIDFromThumbprint(true)
                            .generate()
                            .toJSONString();
            database.write(sql ->
                    sql.update(
                            "INSERT INTO token_key (slot, jwk, created_at) VALUES (?, ?, ?)"
                                    + " ON CONFLICT (slot) DO NOTHING",
                            slot,
                            jwk,
                            now.getEpochSecond()));
        } catch (JOSEException e) {
            throw new IOException("making a key for tokens: " + e.getMessage(), e);
        }
    }

    private static List<Row> rows(Sql sql) throws SQLException {
        return sql.list(
                row -> new Row(row.getLong(1), row.getString(2), row.getLong(3)),
                "SELECT slot, jwk, created_at FROM token_key ORDER BY slot");
    }

    /** Whether the last token that a key can have signed is over. */
    private static boolean hasEnded(List<Row> rows, int index, Duration lifetime, Instant now) {
        if (index == rows.size() - 1) {
            return false;
        }
        Instant replaced = Instant.ofEpochSecond(rows.get(index + 1).created);
        return replaced.plus(lifetime).plus(GRACE).isBefore(now);
    }

    private Known read() throws IOException {
        List<Row> rows = database.read(SigningKeys::rows);
        Instant now = clock.get();
        try {
            Map<String, PublicKey> believed = new HashMap<>();
            for (int i = 0; i < rows.size(); i++) {
                if (!hasEnded(rows, i, lifetime, now)) {
                    ECKey key = ECKey.parse(rows.get(i).jwk);
                    believed.put(key.getKeyID(), key.toECPublicKey());
                }
            }
            return new Known(ECKey.parse(rows.getLast().jwk), believed, now);
        } catch (JOSEException | ParseException e) {
            throw new IOException("the keys of tokens in the database: " + e.getMessage(), e);
        }
    }

    private Known current() throws IOException {
        if (known.read.plus(UNSEEN).isBefore(clock.get())) {
            known = read();
        }
        return known;
    }

    String sign(JWTClaimsSet claims) throws IOException {
        ECKey key = current().newest;
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
        String id = header.getKeyID();
        if (id == null) {
            return Optional.empty();
        }
        PublicKey key = current().believed.get(id);
        if (key == null) {
            known = read(); // perhaps another node has a new one
            key = known.believed.get(id);
        }
        return Optional.ofNullable(key);
    }
}
