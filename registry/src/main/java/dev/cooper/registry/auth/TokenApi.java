package dev.cooper.registry.auth;

import com.nimbusds.jwt.JWTClaimsSet;

import dev.cooper.oci.Json;
import dev.cooper.registry.config.AuthConfig;
import dev.cooper.registry.http.Caller;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.http.Rights;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Login;
import dev.cooper.registry.protocol.Scope;

import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code /token}: gives tokens to who logs in, as docker and its like ask for them. */
final class TokenApi {
    static final String PATH = "/token";
    private static final int LONGEST_FORM = 64 << 10;
    private static final int MOST_SCOPES = 100;

    /** What is asked for, whichever way. */
    private record Wish(Account account, List<Scope> scopes, boolean refresh, boolean form) {}

    private final AuthConfig.Own config;
    private final AccountLogins logins;
    private final RefreshTokens refreshTokens;
    private final SigningKeys keys;

    TokenApi(
            AuthConfig.Own config,
            AccountLogins logins,
            RefreshTokens refreshTokens,
            SigningKeys keys) {
        this.config = config;
        this.logins = logins;
        this.refreshTokens = refreshTokens;
        this.keys = keys;
    }

    void handle(Exchange exchange) throws IOException {
        switch (exchange.method()) {
            case "GET" -> answer(exchange, byQuery(exchange));
            case "POST" -> answer(exchange, byForm(exchange));
            default -> throw ApiException.notAllowed("GET, POST");
        }
    }

    private Wish byQuery(Exchange exchange) throws IOException {
        requireService(exchange.query("service"));
        Optional<String> authorization = exchange.header("Authorization");
        Account account = Account.anonymous(config.anonymous());
        if (authorization.isPresent()) {
            Optional<Login> login = Login.basic(authorization);
            if (login.isEmpty()) {
                throw wrong();
            }
            account = logins.account(login.get(), exchange.address()).orElseThrow(this::wrong);
        }
        boolean refresh = exchange.query("offline_token").filter("true"::equals).isPresent();
        return new Wish(account, scopes(exchange.queries("scope")), refresh, false);
    }

    private Wish byForm(Exchange exchange) throws IOException {
        Fields form = form(exchange);
        requireService(value(form, "service"));
        String kind = value(form, "grant_type").orElse("");
        Optional<Account> account =
                switch (kind) {
                    case "password" ->
                            logins.account(
                                    new Login(
                                            value(form, "username").orElse(""),
                                            value(form, "password").orElse("")),
                                    exchange.address());
                    case "refresh_token" -> refreshed(value(form, "refresh_token").orElse(""));
                    default ->
                            throw new ApiException(
                                    ErrorCode.UNSUPPORTED,
                                    400,
                                    "grant_type: want password or refresh_token");
                };
        boolean refresh = value(form, "access_type").filter("offline"::equals).isPresent();
        List<String> scopes = form.getValuesOrEmpty("scope");
        return new Wish(account.orElseThrow(this::wrong), scopes(scopes), refresh, true);
    }

    private Optional<Account> refreshed(String token) throws IOException {
        Optional<String> owner = refreshTokens.owner(token);
        return owner.isEmpty() ? Optional.empty() : logins.account(owner.get());
    }

    private static Fields form(Exchange exchange) throws IOException {
        byte[] body = exchange.body().read(LONGEST_FORM, "the form");
        Fields fields = new Fields(true);
        try {
            UrlEncoded.decodeTo(
                    new String(body, StandardCharsets.US_ASCII),
                    fields::add,
                    StandardCharsets.UTF_8);
        } catch (RuntimeException e) {
            throw new ApiException(ErrorCode.UNSUPPORTED, 400, "the form cannot be decoded");
        }
        return fields;
    }

    private static Optional<String> value(Fields form, String name) {
        return Optional.ofNullable(form.getValue(name));
    }

    private void requireService(Optional<String> service) {
        if (service.isPresent() && !service.get().equals(config.service())) {
            throw new ApiException(
                    ErrorCode.UNSUPPORTED,
                    400,
                    "tokens are made here for the service " + config.service() + " only");
        }
    }

    private ApiException wrong() {
        return new ApiException(ErrorCode.UNAUTHORIZED, AccountLogins.WRONG)
                .header(
                        "WWW-Authenticate",
                        "Basic realm=" + BearerChallenge.quoted(config.service()));
    }

    private static List<Scope> scopes(List<String> texts) {
        List<Scope> scopes = new ArrayList<>();
        for (String text : texts) {
            for (String each : text.split(" ")) {
                Scope scope = Scope.parse(each);
                if (scope != null) {
                    scopes.add(scope);
                }
            }
        }
        if (scopes.size() > MOST_SCOPES) {
            throw new ApiException(
                    ErrorCode.UNSUPPORTED, 400, "at most " + MOST_SCOPES + " scopes at a time");
        }
        return scopes;
    }

    private void answer(Exchange exchange, Wish wish) throws IOException {
        List<Scope> granted = new ArrayList<>();
        for (Scope scope : wish.scopes) {
            Scope allowed = wish.account.within(scope);
            if (allowed != null) {
                granted.add(allowed);
            }
        }
        Instant now = Instant.now();
        Instant end = end(wish.account, now);
        String token = keys.sign(claims(wish.account, granted, now, end));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        if (!wish.form) {
            body.put("token", token);
        }
        body.put("access_token", token);
        body.put("scope", String.join(" ", granted.stream().map(Scope::toString).toList()));
        body.put("expires_in", end.getEpochSecond() - now.getEpochSecond());
        body.put("issued_at", now.truncatedTo(ChronoUnit.SECONDS).toString());
        if (wish.refresh && !wish.account.isAnonymous()) {
            body.put("refresh_token", refreshTokens.issue(wish.account));
        }
        exchange.sentBy(new Caller(wish.account.name(), Rights.NONE, _ -> false));
        exchange.status(200)
                .set("Content-Type", "application/json")
                .set("Cache-Control", "no-store")
                .end(Json.write(body));
    }

    private Instant end(Account account, Instant now) {
        Instant end = now.plus(config.lifetime());
        return account.expires().filter(each -> each.isBefore(end)).orElse(end);
    }

    private JWTClaimsSet claims(Account account, List<Scope> access, Instant now, Instant end) {
        return new JWTClaimsSet.Builder()
                .issuer(config.issuer())
                .subject(account.name())
                .audience(config.service())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(end))
                .jwtID(UUID.randomUUID().toString())
                .claim("access", access.stream().map(TokenApi::entry).toList())
                .build();
    }

    private static Map<String, Object> entry(Scope scope) {
        return Map.of(
                "type",
                scope.type(),
                "name",
                scope.name(),
                "actions",
                List.copyOf(scope.actions()));
    }
}
