package dev.cooper.transfer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How one registry host wants requests authenticated, and the tokens it accepts at present. */
final class Auth {
    private static final int MAX_TOKENS = 1000;

    private final String host;
    private final Logins logins;
    private final TokenService tokens;
    private final Map<String, TokenService.Token> cache = new HashMap<>();
    private @Nullable Challenge challenge;

    Auth(String host, Logins logins, TokenService tokens) {
        this.host = host;
        this.logins = logins;
        this.tokens = tokens;
    }

    /** Keeps what the registry asked for in an answer, if it did. */
    synchronized void remember(Answer answer) {
        if (answer.status() == 401) {
            Challenge found = Challenge.choose(answer.headers("WWW-Authenticate"));
            if (found != null) {
                challenge = found;
            }
        }
    }

    /** Returns the header {@code Authorization} for a request, empty before anyone asked for it. */
    synchronized Optional<String> header(Call call, URI base) throws IOException {
        Challenge asked = challenge;
        if (asked == null) {
            return Optional.empty();
        }
        if (asked.scheme().equals("basic")) {
            return login(call).filter(Login::hasPassword).map(Auth::basic);
        }
        Optional<Login> login = login(call);
        if (login.isPresent() && !login.get().registryToken().isEmpty()) {
            return Optional.of("Bearer " + login.get().registryToken());
        }
        return Optional.of("Bearer " + token(call, call.scopes(), asked, login, base));
    }

    private String token(
            Call call, List<String> scopes, Challenge asked, Optional<Login> login, URI base)
            throws IOException {
        String key = String.join(" ", new TreeSet<>(scopes));
        TokenService.Token known = cache.get(key);
        if (known == null || known.isExpired()) {
            known = tokens.fetch(asked, scopes, login, base, call, host);
            if (cache.size() >= MAX_TOKENS) {
                cache.clear();
            }
            cache.put(key, known);
        }
        return known.value();
    }

    /**
     * Learns from a refusal.
     *
     * @return whether it is worth asking once more
     */
    synchronized boolean renew(Answer refusal, Call call, URI base) throws IOException {
        Challenge found = Challenge.choose(refusal.headers("WWW-Authenticate"));
        if (found == null) {
            return false;
        }
        boolean first = challenge == null;
        challenge = found;
        Optional<Login> login = login(call);
        if (found.scheme().equals("basic")) {
            return first && login.filter(Login::hasPassword).isPresent();
        }
        if (login.isPresent() && !login.get().registryToken().isEmpty()) {
            return first;
        }
        String key = String.join(" ", new TreeSet<>(call.scopes()));
        cache.put(key, tokens.fetch(found, scopes(found, call), login, base, call, host));
        return true;
    }

    /** What to ask for: our own scopes, and the registry's where it says that these are too few. */
    private static List<String> scopes(Challenge found, Call call) {
        Set<String> scopes = new LinkedHashSet<>(call.scopes());
        boolean tooFew = found.parameter("error").equals("insufficient_scope");
        if (scopes.isEmpty() || tooFew) {
            for (String scope : found.parameter("scope").split(" ", -1)) {
                if (!scope.isBlank()) {
                    scopes.add(scope);
                }
            }
        }
        return new ArrayList<>(scopes);
    }

    private Optional<Login> login(Call call) throws IOException {
        return logins.find(host, repository(call));
    }

    private static String repository(Call call) {
        for (String scope : call.scopes()) {
            if (scope.startsWith("repository:")) {
                return scope.substring("repository:".length(), scope.lastIndexOf(':'));
            }
        }
        return "";
    }

    /** A token that stands for the password from now on, if the token service gave one. */
    synchronized Optional<String> identityToken() {
        return cache.values().stream()
                .map(TokenService.Token::refreshToken)
                .filter(token -> !token.isEmpty())
                .findFirst();
    }

    static String basic(Login login) {
        String pair = login.username() + ":" + login.password();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
