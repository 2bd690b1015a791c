package dev.cooper.registry.auth;

import dev.cooper.oci.Digest;
import dev.cooper.registry.storage.Database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** What clients keep in place of a password. The database has only digests of them. */
final class RefreshTokens {
    /** After which a token that nobody used is forgotten. */
    private static final Duration UNUSED = Duration.ofDays(90);

    private static final Duration PRECISION = Duration.ofHours(12);
    private static final int BYTES = 32;

    private final Database database;
    private final SecureRandom random = new SecureRandom();

    RefreshTokens(Database database) {
        this.database = database;
    }

    String issue(Account account) throws IOException {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        long now = Instant.now().getEpochSecond();
        database.write(sql -> {
            sql.update("DELETE FROM refresh_token WHERE used_at < ?", now - UNUSED.toSeconds());
            return sql.update(
                    "INSERT INTO refresh_token (hash, account_id, used_at) VALUES (?, ?, ?)",
                    hash(token),
                    account.id(),
                    now);
        });
        return token;
    }

    /** Whose token it is, by name; empty when it is none, or was not used for too long. */
    Optional<String> owner(String token) throws IOException {
        record Found(String name, long used) {}
        long now = Instant.now().getEpochSecond();
        String hash = hash(token);
        Optional<Found> found =
                database.read(sql ->
                        sql.first(
                                row -> new Found(row.getString(1), row.getLong(2)),
                                "SELECT a.name, t.used_at FROM refresh_token t JOIN account a ON"
                                        + " a.id = t.account_id WHERE t.hash = ?",
                                hash));
        if (found.isEmpty() || found.get().used < now - UNUSED.toSeconds()) {
            return Optional.empty();
        }
        if (found.get().used < now - PRECISION.toSeconds()) {
            database.write(sql ->
                    sql.update("UPDATE refresh_token SET used_at = ? WHERE hash = ?", now, hash));
        }
        return Optional.of(found.get().name);
    }

    private static String hash(String token) {
        return Digest.sha256(token.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
