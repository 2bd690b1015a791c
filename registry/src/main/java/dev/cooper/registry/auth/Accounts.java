package dev.cooper.registry.auth;

import dev.cooper.registry.protocol.Grant;
import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Sql;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Users and robots in the database, where all nodes and the commands find them. */
final class Accounts {
    /** An account and the hash of its password. */
    record Known(Account account, String hash) {}

    private static final String COLUMNS =
            "SELECT id, name, robot, expires_at, password FROM account";

    private final Database database;

    Accounts(Database database) {
        this.database = database;
    }

    Optional<Known> find(String name) throws IOException {
        return database.read(sql -> find(sql, name));
    }

    private static Optional<Known> find(Sql sql, String name) throws SQLException {
        Optional<Known> bare = sql.first(Accounts::read, COLUMNS + " WHERE name = ?", name);
        return bare.isEmpty() ? bare : Optional.of(withGrants(sql, bare.get()));
    }

    private static Known read(ResultSet row) throws SQLException {
        long seconds = row.getLong(4);
        Optional<Instant> expires =
                row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
        Account account =
                new Account(
                        row.getLong(1), row.getString(2), row.getInt(3) != 0, expires, List.of());
        return new Known(account, row.getString(5));
    }

    private static Known withGrants(Sql sql, Known known) throws SQLException {
        Account bare = known.account;
        List<Grant> grants =
                sql.list(
                        row ->
                                new Grant(
                                        row.getString(1),
                                        new LinkedHashSet<>(List.of(row.getString(2).split(",")))),
                        "SELECT pattern, actions FROM account_right WHERE account_id = ?"
                                + " ORDER BY pattern",
                        bare.id());
        return new Known(
                new Account(bare.id(), bare.name(), bare.robot(), bare.expires(), grants),
                known.hash);
    }

    List<Account> list(boolean robots) throws IOException {
        return database.read(sql -> {
            List<Account> all = new ArrayList<>();
            for (Known each :
                    sql.list(
                            Accounts::read,
                            COLUMNS + " WHERE robot = ? ORDER BY name",
                            robots ? 1 : 0)) {
                all.add(withGrants(sql, each).account);
            }
            return all;
        });
    }

    /** Adds an account; false when there is one of that name. */
    boolean add(Account account, String hash) throws IOException {
        return database.write(sql -> {
            if (find(sql, account.name()).isPresent()) {
                return false;
            }
            long id =
                    sql.number(
                            "INSERT INTO account (name, robot, password, created_at, expires_at)"
                                    + " VALUES (?, ?, ?, ?, ?) RETURNING id",
                            account.name(),
                            account.robot() ? 1 : 0,
                            hash,
                            Instant.now().getEpochSecond(),
                            account.expires().map(Instant::getEpochSecond));
            for (Grant grant : account.grants()) {
                put(sql, id, grant.pattern(), grant.actions());
            }
            return true;
        });
    }

    /** Changes a password; who stays logged in by a refresh token has to log in again. */
    void setPassword(Account account, String hash) throws IOException {
        database.write(sql -> {
            sql.update("DELETE FROM refresh_token WHERE account_id = ?", account.id());
            return sql.update("UPDATE account SET password = ? WHERE id = ?", hash, account.id());
        });
    }

    void remove(Account account) throws IOException {
        database.write(sql -> {
            sql.update("DELETE FROM refresh_token WHERE account_id = ?", account.id());
            sql.update("DELETE FROM account_right WHERE account_id = ?", account.id());
            return sql.update("DELETE FROM account WHERE id = ?", account.id());
        });
    }

    /** Gives an account a right beside those it has. */
    void grant(Account account, Grant grant) throws IOException {
        database.write(sql -> {
            Set<String> actions = new LinkedHashSet<>(grant.actions());
            sql.first(
                            row -> row.getString(1),
                            "SELECT actions FROM account_right WHERE account_id = ? AND pattern ="
                                    + " ?",
                            account.id(),
                            grant.pattern())
                    .ifPresent(old -> actions.addAll(List.of(old.split(","))));
            return put(
                    sql,
                    account.id(),
                    grant.pattern(),
                    new Grant(grant.pattern(), actions).actions());
        });
    }

    private static int put(Sql sql, long account, String pattern, Set<String> actions)
            throws SQLException {
        return sql.update(
                "INSERT INTO account_right (account_id, pattern, actions) VALUES (?, ?, ?)"
                        + " ON CONFLICT (account_id, pattern)"
                        + " DO UPDATE SET actions = excluded.actions",
                account,
                pattern,
                String.join(",", actions));
    }

    /** Takes a pattern's rights away; false when the account had none. */
    boolean revoke(Account account, String pattern) throws IOException {
        return database.write(sql ->
                sql.update(
                                "DELETE FROM account_right WHERE account_id = ? AND pattern = ?",
                                account.id(),
                                pattern)
                        > 0);
    }
}
