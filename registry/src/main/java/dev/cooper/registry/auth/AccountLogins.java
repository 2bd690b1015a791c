package dev.cooper.registry.auth;

import dev.cooper.registry.protocol.Login;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Finds the account that a name and a password belong to. */
final class AccountLogins {
    static final String WRONG = "user or password is wrong; log in again";

    private final Accounts accounts;
    private final PasswordCheck check;

    AccountLogins(Accounts accounts, PasswordCheck check) {
        this.accounts = accounts;
        this.check = check;
    }

    /**
     * Checks a login.
     *
     * @param address where the request comes from
     * @return the account; empty when the login is wrong, or the account has expired
     */
    Optional<Account> account(Login login, String address) throws IOException {
        Optional<Accounts.Known> known = accounts.find(login.user());
        boolean right =
                check.isRight(login, address, known.map(Accounts.Known::hash), Optional.empty());
        return right ? known.flatMap(each -> current(each.account())) : Optional.empty();
    }

    /** The account of that name, if it has not expired. */
    Optional<Account> account(String name) throws IOException {
        return accounts.find(name).flatMap(each -> current(each.account()));
    }

    private static Optional<Account> current(Account account) {
        return account.hasExpired(Instant.now()) ? Optional.empty() : Optional.of(account);
    }
}
