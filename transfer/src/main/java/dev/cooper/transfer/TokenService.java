package dev.cooper.transfer;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Fetches tokens from the service that a registry names in its challenge. */
final class TokenService {
    /** The name under which Cooper is known to token services. */
    private static final String CLIENT = "cooper";

    private static final int MAX_ANSWER = 1 << 20;
    private static final int MAX_TOKEN = 256 << 10;
    private static final long LEAST_SECONDS = 60;

    private final Transport transport;
    private final boolean plainAllowed;
    private final boolean offline;

    /**
     * Makes the service.
     *
     * @param plainAllowed whether passwords may go out without TLS
     * @param offline whether to ask for a token that replaces the password
     */
    TokenService(Transport transport, boolean plainAllowed, boolean offline) {
        this.transport = transport;
        this.plainAllowed = plainAllowed;
        this.offline = offline;
    }

    /**
     * A token and how long it may be used, by the clock of this machine's uptime: what the service
     * thinks of the time of day does not matter.
     */
    record Token(String value, long expiresNanos, String refreshToken) {
        boolean isExpired() {
            return System.nanoTime() - expiresNanos >= 0;
        }

        @Override
        public String toString() {
            return "Token[]";
        }
    }

    /** Gets a token; without a login an anonymous one. */
    Token fetch(
            Challenge challenge,
            List<String> scopes,
            Optional<Login> login,
            URI base,
            Call call,
            String host)
            throws IOException {
        URI realm = realm(challenge, base, call, host);
        if (login.isPresent() && !login.get().identityToken().isEmpty()) {
            return byPost(realm, challenge, scopes, login.get(), call, host);
        }
        Optional<Login> known = login.filter(Login::hasPassword);
        try {
            return byGet(realm, challenge, scopes, known, call, host);
        } catch (RegistryException e) {
            if (known.isEmpty() || !knowsNoGet(e.status())) {
                throw e;
            }
            return byPost(realm, challenge, scopes, known.get(), call, host);
        }
    }

    /**
     * Whether an answer is that of a service of OAuth2 alone. A refused password is not sent twice.
     */
    private static boolean knowsNoGet(int status) {
        return status == 400 || status == 404 || status == 405 || status == 501;
    }

    private URI realm(Challenge challenge, URI base, Call call, String host) throws IOException {
        URI realm =
                Link.resolve(base, challenge.parameter("realm"))
                        .filter(uri -> uri.getHost() != null)
                        .orElseThrow(() -> Failures.protocol("names no token service", call, host));
        boolean plain = "http".equals(realm.getScheme());
        if (!plain && !"https".equals(realm.getScheme())) {
            throw Failures.protocol("names a token service that is no web address", call, host);
        }
        if (plain && !plainAllowed && !HostSettings.isLoopback(realm.getHost())) {
            throw Failures.protocol(
                    "names a token service without TLS, which would see the password", call, host);
        }
        return realm;
    }

    private Token byGet(
            URI realm,
            Challenge challenge,
            List<String> scopes,
            Optional<Login> login,
            Call call,
            String host)
            throws IOException {
        StringBuilder query = new StringBuilder();
        String service = challenge.parameter("service");
        if (!service.isEmpty()) {
            add(query, "service", service);
        }
        for (String scope : scopes) {
            add(query, "scope", scope);
        }
        add(query, "client_id", CLIENT);
        if (login.isPresent()) {
            add(query, "account", login.get().username());
        }
        if (offline) {
            add(query, "offline_token", "true");
        }
        String address = realm.toString();
        String separator = address.indexOf('?') < 0 ? "?" : "&";
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + separator + query))
                        .timeout(transport.answerTimeout());
        login.ifPresent(known -> request.header("Authorization", Auth.basic(known)));
        return read(request.build(), call, host);
    }

    private Token byPost(
            URI realm,
            Challenge challenge,
            List<String> scopes,
            Login login,
            Call call,
            String host)
            throws IOException {
        StringBuilder form = new StringBuilder();
        boolean token = !login.identityToken().isEmpty();
        add(form, "grant_type", token ? "refresh_token" : "password");
        add(form, "service", challenge.parameter("service"));
        add(form, "client_id", CLIENT);
        if (token) {
            add(form, "refresh_token", login.identityToken());
        } else {
            add(form, "username", login.username());
            add(form, "password", login.password());
            add(form, "access_type", offline ? "offline" : "online");
        }
        if (!scopes.isEmpty()) {
            add(form, "scope", String.join(" ", scopes));
        }
        HttpRequest request =
                HttpRequest.newBuilder(realm)
                        .timeout(transport.answerTimeout())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                        .build();
        return read(request, call, host);
    }

    private Token read(HttpRequest request, Call call, String host) throws IOException {
        try (Answer answer = transport.send(request, call, host)) {
            if (answer.status() != 200) {
                throw Failures.of(answer, call, host);
            }
            byte[] body = answer.body().readNBytes(MAX_ANSWER);
            return token(JsonObject.parse(body, "answer of the token service"));
        } catch (SyntaxException e) {
            throw Failures.protocol(
                    "has a token service that gives no token (" + e.getMessage() + ")", call, host);
        }
    }

    private static Token token(JsonObject json) {
        String value = json.string("token", "");
        if (value.isEmpty()) {
            value = json.string("access_token", "");
        }
        if (value.isEmpty() || value.length() > MAX_TOKEN || !isHeaderText(value)) {
            throw new SyntaxException("it is empty, too long or has odd characters");
        }
        long seconds = Math.clamp(json.integer("expires_in", LEAST_SECONDS), LEAST_SECONDS, 86_400);
        // a bit early, as the request that uses it needs time too
        long nanos = Duration.ofSeconds(seconds).minusSeconds(seconds / 6).toNanos();
        return new Token(value, System.nanoTime() + nanos, json.string("refresh_token", ""));
    }

    private static boolean isHeaderText(String text) {
        return text.chars().allMatch(c -> c > 32 && c < 127);
    }

    private static void add(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? "" : "&").append(name).append('=');
        query.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
