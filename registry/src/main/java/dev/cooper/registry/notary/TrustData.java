package dev.cooper.registry.notary;

import dev.cooper.oci.Digest;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Sql;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.notary.RefusedUpdateException;
import dev.cooper.trust.notary.Roles;
import dev.cooper.trust.notary.SignedDocument;
import dev.cooper.trust.notary.SigningKey;
import dev.cooper.trust.notary.TrustKey;
import dev.cooper.trust.notary.UpdateRules;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The files of trust data and the server's own keys, in the database. An update is judged by what
 * there is, and kept only if that is still all there is.
 */
public final class TrustData {
    private static final int TRIES = 20;
    private static final int MOST_KEYS = 100;

    private final Database database;
    private final Supplier<Instant> clock;

    /**
     * What there is of a repository.
     *
     * @param revision counts updates; -1 when there is nothing
     * @param files the newest by their roles
     */
    private record Known(long revision, SortedMap<String, byte[]> files) {}

    /** Keeps them in a database. */
    public TrustData(Database database) {
        this(database, Instant::now);
    }

    TrustData(Database database, Supplier<Instant> clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The newest file of a role; one of the server's that has run out is made anew before. */
    Optional<byte[]> newest(String repository, String role) throws IOException {
        Optional<byte[]> found = read(repository, role);
        boolean own = role.equals(Roles.TIMESTAMP) || role.equals(Roles.SNAPSHOT);
        if (found.isEmpty() || !own || isGood(found.get(), role)) {
            return found;
        }
        try {
            update(repository, Map.of());
        } catch (RefusedUpdateException _) {
            return found; // a signer has to come; till then clients see themselves that it is old
        }
        return read(repository, role);
    }

    private boolean isGood(byte[] file, String role) {
        return SignedDocument.parse(file, role).expires().isAfter(clock.get());
    }

    private Optional<byte[]> read(String repository, String role) throws IOException {
        return database.read(sql ->
                sql.first(
                        row -> row.getBytes(1),
                        "SELECT f.content FROM trust_file f JOIN trust t ON t.id = f.trust_id"
                                + " WHERE t.name = ? AND f.role = ? ORDER BY f.version DESC"
                                + " LIMIT 1",
                        repository,
                        role));
    }

    /** The file of a role with this SHA-256 in hex. */
    Optional<byte[]> hashed(String repository, String role, String sha256) throws IOException {
        return database.read(sql ->
                sql.first(
                        row -> row.getBytes(1),
                        "SELECT f.content FROM trust_file f JOIN trust t ON t.id = f.trust_id"
                                + " WHERE t.name = ? AND f.role = ? AND f.sha256 = ?",
                        repository,
                        role,
                        sha256));
    }

    /** The file of a role with this version. */
    Optional<byte[]> versioned(String repository, String role, long version) throws IOException {
        return database.read(sql ->
                sql.first(
                        row -> row.getBytes(1),
                        "SELECT f.content FROM trust_file f JOIN trust t ON t.id = f.trust_id"
                                + " WHERE t.name = ? AND f.role = ? AND f.version = ?",
                        repository,
                        role,
                        version));
    }

    /**
     * Puts files in place of the newest ones, all or none; returns when that is durable.
     *
     * @param files by roles; none to have the server's own made anew
     * @throws RefusedUpdateException when clients would not find them right
     */
    void update(String repository, Map<String, byte[]> files)
            throws RefusedUpdateException, IOException {
        Instant now = clock.get();
        for (int i = 0; i < TRIES; i++) {
            Known known = known(repository);
            SortedMap<String, List<SigningKey>> keys = new TreeMap<>();
            for (String role : List.of(Roles.SNAPSHOT, Roles.TIMESTAMP)) {
                keys.put(role, keys(repository, role));
            }
            SortedMap<String, byte[]> taken =
                    new UpdateRules(
                                    repository,
                                    known.files,
                                    role -> keys.getOrDefault(role, List.of()),
                                    now)
                            .accept(files);
            if (database.write(sql -> keep(sql, repository, known.revision, taken, now))) {
                return;
            }
        }
        throw new ApiException(
                ErrorCode.UNAVAILABLE,
                "others are changing the trust data of " + repository + " all the time; try again");
    }

    private Known known(String repository) throws IOException {
        return database.read(sql -> {
            // before the files: when these are newer, the revision tells
            long revision =
                    sql.first(
                                    row -> row.getLong(1),
                                    "SELECT revision FROM trust WHERE name = ?",
                                    repository)
                            .orElse(-1L);
            SortedMap<String, byte[]> files = new TreeMap<>();
            sql.list(
                    row -> files.put(row.getString(1), row.getBytes(2)),
                    "SELECT f.role, f.content FROM trust_file f JOIN trust t ON t.id ="
                            + " f.trust_id WHERE t.name = ? AND f.version = (SELECT"
                            + " MAX(g.version) FROM trust_file g WHERE g.trust_id = t.id"
                            + " AND g.role = f.role)",
                    repository);
            return new Known(revision, files);
        });
    }

    private static boolean keep(
            Sql sql, String repository, long revision, Map<String, byte[]> taken, Instant now)
            throws SQLException {
        if (revision < 0) {
            make(sql, repository);
        }
        int changed =
                sql.update(
                        "UPDATE trust SET revision = revision + 1 WHERE name = ? AND revision = ?",
                        repository,
                        Math.max(revision, 0));
        if (changed == 0) {
            return false;
        }
        for (Map.Entry<String, byte[]> file : taken.entrySet()) {
            sql.update(
                    "INSERT INTO trust_file (trust_id, role, version, sha256, content, kept_at)"
                            + " SELECT id, ?, ?, ?, ?, ? FROM trust WHERE name = ?",
                    file.getKey(),
                    SignedDocument.parse(file.getValue(), file.getKey()).version(),
                    Digest.sha256(file.getValue()).hex(),
                    file.getValue(),
                    now.getEpochSecond(),
                    repository);
        }
        return true;
    }

    private static void make(Sql sql, String repository) throws SQLException {
        sql.update(
                "INSERT INTO trust (name, revision) VALUES (?, 0) ON CONFLICT (name) DO NOTHING",
                repository);
    }

    /** Deletes all files; the server's keys stay, for those who have not yet heard of it. */
    void delete(String repository) throws IOException {
        database.write(sql -> {
            sql.update("UPDATE trust SET revision = revision + 1 WHERE name = ?", repository);
            return sql.update(
                    "DELETE FROM trust_file WHERE trust_id IN (SELECT id FROM trust WHERE name ="
                            + " ?)",
                    repository);
        });
    }

    /** The server's newest key of a role; it is made when there is none. */
    TrustKey key(String repository, String role) throws IOException {
        List<SigningKey> known = keys(repository, role);
        return known.isEmpty() ? add(repository, role, 1) : known.getFirst().publicKey();
    }

    /** Makes a new key; the one before goes on signing until a root names the new one. */
    TrustKey rotate(String repository, String role) throws IOException {
        int known = keys(repository, role).size();
        if (known >= MOST_KEYS) {
            throw new ApiException(
                    ErrorCode.UNSUPPORTED,
                    400,
                    "the " + role + " of " + repository + " has had " + known + " keys already");
        }
        return add(repository, role, known + 1);
    }

    /** Adds a key, unless another node was quicker: then it is that one's. */
    private TrustKey add(String repository, String role, int slot) throws IOException {
        byte[] pkcs8 = SigningKey.generate().pkcs8();
        try {
            database.write(sql -> {
                make(sql, repository);
                return sql.update(
                        "INSERT INTO trust_key (trust_id, role, slot, content, created_at) SELECT"
                                + " id, ?, ?, ?, ? FROM trust WHERE name = ? ON CONFLICT"
                                + " (trust_id, role, slot) DO NOTHING",
                        role,
                        slot,
                        pkcs8,
                        clock.get().getEpochSecond(),
                        repository);
            });
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
        return keys(repository, role).getFirst().publicKey();
    }

    /** The server's keys of a role, the newest first. */
    private List<SigningKey> keys(String repository, String role) throws IOException {
        List<byte[]> found =
                database.read(sql ->
                        sql.list(
                                row -> row.getBytes(1),
                                "SELECT k.content FROM trust_key k JOIN trust t ON t.id ="
                                        + " k.trust_id WHERE t.name = ? AND k.role = ? ORDER BY"
                                        + " k.slot DESC",
                                repository,
                                role));
        String where = "key of the " + role + " of " + repository;
        return found.stream()
                .map(pkcs8 -> SigningKey.of(KeyPair.ofPkcs8(pkcs8, where))) // which wipes it
                .toList();
    }
}
