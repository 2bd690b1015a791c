package dev.cooper.registry.auth;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.config.AuthConfig;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.protocol.Grant;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.storage.Storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Users and robots of a registry, for who runs it; the registry may be running. */
public final class RegistryAccounts implements AutoCloseable {
    private static final int LONGEST_NAME = 128;
    private static final int SHORTEST_PASSWORD = 8;

    private final Storage storage;
    private final Accounts accounts;
    private final Duration tokenLifetime;

    private RegistryAccounts(Storage storage, Duration tokenLifetime) {
        this.storage = storage;
        this.tokenLifetime = tokenLifetime;
        this.accounts = new Accounts(storage.database());
    }

    /**
     * Opens the accounts of a registry, which need not have run yet.
     *
     * @param config how the registry is set up
     * @throws IOException when its database cannot be opened
     */
    public static RegistryAccounts open(RegistryConfig config) throws IOException {
        Duration lifetime =
                config.auth() instanceof AuthConfig.Own own
                        ? own.lifetime()
                        : AuthConfig.Own.LIFETIME;
        return new RegistryAccounts(Storage.open(config), lifetime);
    }

    /**
     * Adds a user or a robot.
     *
     * @param name what it logs in with
     * @param robot whether it is a machine's
     * @param password at least 8 characters, at most 72 bytes
     * @param expires after which it may not log in; empty for never
     * @param grants what it may do
     * @throws SyntaxException when name or password cannot be taken
     * @throws IOException when there is an account of that name
     */
    public void add(
            String name,
            boolean robot,
            String password,
            Optional<Instant> expires,
            List<Grant> grants)
            throws IOException {
        checkName(name);
        checkPassword(password);
        Account account = new Account(0, name, robot, expires, grants);
        if (!accounts.add(account, PasswordCheck.hash(password))) {
            throw new IOException(
                    "there is an account "
                            + name
                            + " already; remove it first, or take another"
                            + " name");
        }
    }

    /**
     * Checks the name of an account.
     *
     * @throws SyntaxException when it cannot be one
     */
    public static void checkName(String name) {
        boolean known =
                name.chars()
                        .allMatch(c ->
                                Names.isLowerAlphanumeric((char) c)
                                        || (c >= 'A' && c <= 'Z')
                                        || "._@$+-".indexOf(c) >= 0);
        if (!known || name.isEmpty() || name.length() > LONGEST_NAME || name.startsWith("-")) {
            throw new SyntaxException(
                    "\""
                            + Names.excerpt(name)
                            + "\" is no name for an account; want up to 128 letters, digits and"
                            + " any of . _ @ $ + -");
        }
    }

    /**
     * Checks a password.
     *
     * @throws SyntaxException when it is too short or too long
     */
    public static void checkPassword(String password) {
        if (password.length() < SHORTEST_PASSWORD
                || password.getBytes(StandardCharsets.UTF_8).length
                        > PasswordCheck.LONGEST_PASSWORD) {
            throw new SyntaxException(
                    "the password must have at least 8 characters and at most 72 bytes");
        }
    }

    /** All users, or all robots, by name. */
    public List<Account> list(boolean robots) throws IOException {
        return accounts.list(robots);
    }

    /**
     * Changes a password; who stays logged in has to log in again.
     *
     * @throws IOException when there is no such user
     */
    public void setPassword(String name, String password) throws IOException {
        checkPassword(password);
        accounts.setPassword(find(name), PasswordCheck.hash(password));
    }

    /**
     * Removes a user or a robot.
     *
     * @throws IOException when there is none of that name and kind
     */
    public void remove(String name, boolean robot) throws IOException {
        Account account = find(name);
        if (account.robot() != robot) {
            throw new IOException(
                    name
                            + " is a "
                            + (account.robot() ? "robot" : "user")
                            + "; use cooper registry "
                            + (account.robot() ? "robot" : "user")
                            + " rm");
        }
        accounts.remove(account);
    }

    /** Gives an account a right beside those it has. */
    public void grant(String name, Grant grant) throws IOException {
        accounts.grant(find(name), grant);
    }

    /**
     * Takes an account's rights for a pattern away.
     *
     * @throws IOException when it has none for exactly that pattern
     */
    public void revoke(String name, String pattern) throws IOException {
        Account account = find(name);
        if (!accounts.revoke(account, pattern)) {
            List<String> known = account.grants().stream().map(Grant::toString).toList();
            throw new IOException(
                    name
                            + " has no right for exactly \""
                            + Names.excerpt(pattern)
                            + "\"; it has "
                            + (known.isEmpty() ? "none" : String.join(" ", known)));
        }
    }

    /**
     * Has tokens signed with a new key from now on, by all nodes on the database.
     *
     * @param revoke whether tokens of older keys end now, rather than in their time
     */
    public void rotateKey(boolean revoke) throws IOException {
        SigningKeys.rotate(storage.database(), tokenLifetime, revoke, Instant.now());
    }

    private Account find(String name) throws IOException {
        return accounts.find(name)
                .orElseThrow(() ->
                        new IOException(
                                "there is no user or robot "
                                        + Names.excerpt(name)
                                        + "; cooper registry user ls and robot ls list them"))
                .account();
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
