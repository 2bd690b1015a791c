package dev.cooper.registry.auth;

import dev.cooper.registry.config.AuthConfig;
import dev.cooper.registry.config.HttpConfig;
import dev.cooper.registry.http.Caller;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.http.PublicAddress;
import dev.cooper.registry.http.Rights;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Login;
import dev.cooper.registry.protocol.Scope;
import dev.cooper.registry.storage.Database;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Lets in users and robots of the database, by tokens that this registry has signed itself. */
final class AccountAccess implements Access {
    private final AuthConfig.Own config;
    private final Accounts accounts;
    private final AccountLogins logins;
    private final TokenVerifier verifier;
    private final TokenApi tokens;
    private final Function<Exchange, String> realm;

    AccountAccess(AuthConfig.Own config, HttpConfig http, Database database) throws IOException {
        this.config = config;
        this.accounts = new Accounts(database);
        this.logins = new AccountLogins(accounts, new PasswordCheck());
        SigningKeys keys = SigningKeys.open(database, config.lifetime(), Instant::now);
        this.verifier =
                new TokenVerifier(
                        config.issuer(),
                        config.service(),
                        SigningKeys.ALGORITHMS,
                        keys,
                        Instant::now);
        this.tokens = new TokenApi(config, logins, new RefreshTokens(database), keys);
        this.realm =
                exchange ->
                        config.realm()
                                .orElseGet(() ->
                                        http.publicUrl().orElseGet(() -> PublicAddress.of(exchange))
                                                + http.prefix()
                                                + TokenApi.PATH);
    }

    @Override
    public boolean owns(String path) {
        return path.equals(TokenApi.PATH);
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        tokens.handle(exchange);
    }

    @Override
    public Caller admit(Exchange exchange, Demand demand) throws IOException {
        BearerChallenge challenge = new BearerChallenge(realm.apply(exchange), config.service());
        Optional<Login> login = Login.basic(exchange.header("Authorization"));
        if (login.isPresent()) {
            Optional<Account> account = logins.account(login.get(), exchange.address());
            if (account.isEmpty()) {
                throw challenge.refuse(demand, "", AccountLogins.WRONG);
            }
            return admitted(account.get(), account.get(), demand, challenge);
        }
        Optional<String> sent = Bearer.token(exchange);
        if (sent.isEmpty()) {
            throw challenge.refuse(demand, "", "a token is needed; log in first");
        }
        try {
            AccessToken token = verifier.verify(sent.get());
            return admitted(account(token), token, demand, challenge);
        } catch (InvalidTokenException e) {
            throw challenge.refuse(demand, BearerChallenge.INVALID, e.text());
        }
    }

    /** Whose token it is, with the rights of today. */
    private Account account(AccessToken token) throws InvalidTokenException, IOException {
        if (token.subject().isEmpty()) {
            return Account.anonymous(config.anonymous());
        }
        return accounts.find(token.subject())
                .map(Accounts.Known::account)
                .filter(each -> !each.hasExpired(Instant.now()))
                .orElseThrow(() ->
                        new InvalidTokenException("the token's user is no longer known here"));
    }

    private static Caller admitted(
            Account account, Rights rights, Demand demand, BearerChallenge challenge) {
        for (Scope needed : demand.needed()) {
            if (!account.allow(needed)) {
                throw account.isAnonymous()
                        ? challenge.refuse(demand, "", "this needs a login; log in first")
                        : denied(account, needed);
            }
            if (!rights.allow(needed)) {
                throw challenge.refuse(
                        demand, BearerChallenge.INSUFFICIENT, "the token does not allow " + needed);
            }
        }
        return new Caller(
                account.name(),
                scope -> rights.allow(scope) && account.allow(scope),
                account::sees);
    }

    private static ApiException denied(Account account, Scope needed) {
        return new ApiException(
                ErrorCode.DENIED,
                account.name()
                        + " may not "
                        + String.join(" and ", needed.actions())
                        + " in "
                        + needed.name()
                        + "; ask who runs the registry for the right");
    }
}
