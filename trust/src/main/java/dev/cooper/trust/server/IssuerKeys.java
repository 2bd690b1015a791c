package dev.cooper.trust.server;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The keys of another issuer, as it tells them itself. They are asked for when a token comes, and
 * again after some minutes, or when a token names a key that is not among them; an issuer that does
 * not answer is not asked again at once, and what is older than an hour counts no more.
 */
final class IssuerKeys {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration OLDEST = Duration.ofHours(1);
    private static final int LONGEST = 256 << 10;
    private static final int MOST = 100;

    private final String issuer;
    private final HttpClient client;
    private final Clock clock;
    private List<WebKey> keys = List.of();
    private Instant fetched = Instant.MIN;
    private Instant tried = Instant.MIN;
    private String failure = "";

    IssuerKeys(OutsideIssuer issuer, Clock clock) {
        this.issuer = issuer.url();
        this.clock = clock;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(PATIENCE)
                        .followRedirects(HttpClient.Redirect.NEVER);
        issuer.authority().ifPresent(pem -> builder.sslContext(trusting(pem)));
        this.client = builder.build();
    }

    /**
     * Reads an address that may be asked: of HTTPS, or of this very machine.
     *
     * @throws SyntaxException when it is none such
     */
    static URI address(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawUserInfo() == null
                    && ("https".equals(uri.getScheme())
                            || ("http".equals(uri.getScheme()) && isLoopback(uri.getHost())))) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new SyntaxException("\"" + text + "\" is no address of https");
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || (host.matches("127\\.[0-9.]+|\\[::1]")
                        && InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", ""))
                                .isLoopbackAddress());
    }

    private static SSLContext trusting(String pem) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Certificate one :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(
                                            pem.getBytes(StandardCharsets.US_ASCII)))) {
                store.setCertificateEntry("issuer" + store.size(), one);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new SyntaxException("ca-cert cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the keys that may have signed a token.
     *
     * @param id what the token names; empty when it names none
     * @throws RefusedException when the issuer cannot be asked and what is known is too old
     */
    synchronized List<WebKey> of(String id) {
        Instant now = clock.instant();
        List<WebKey> found = named(id);
        if ((found.isEmpty() || fetched.isBefore(now.minus(FRESH)))
                && tried.isBefore(now.minus(PAUSE))) {
            fetch(now);
            found = named(id);
        }
        if (fetched.isBefore(now.minus(OLDEST))) {
            throw new RefusedException(
                    503, "the keys of the issuer " + issuer + " cannot be had: " + failure);
        }
        return found;
    }

    private List<WebKey> named(String id) {
        return keys.stream().filter(key -> id.isEmpty() || key.id().equals(id)).toList();
    }

    private void fetch(Instant now) {
        tried = now;
        try {
            String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
            JsonObject about = get(base + "/.well-known/openid-configuration");
            if (!about.string("issuer").equals(issuer)) {
                throw new SyntaxException("it calls itself " + about.string("issuer"));
            }
            List<WebKey> some = new ArrayList<>();
            for (JsonObject key : get(about.string("jwks_uri")).objects("keys")) {
                if (!key.string("use", "sig").equals("sig") || some.size() == MOST) {
                    continue;
                }
                parsed(key).ifPresent(some::add);
            }
            keys = List.copyOf(some);
            fetched = now;
        } catch (IOException | SyntaxException e) {
            failure = String.valueOf(e.getMessage());
        }
    }

    /** A kind of key that is unknown here does not make the others useless. */
    private static Optional<WebKey> parsed(JsonObject json) {
        try {
            return Optional.of(WebKey.parse(json));
        } catch (SyntaxException _) {
            return Optional.empty();
        }
    }

    private JsonObject get(String url) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address(url)).timeout(PATIENCE).GET().build();
        try {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] content = body.readNBytes(LONGEST + 1);
                if (response.statusCode() != 200 || content.length > LONGEST) {
                    throw new IOException(
                            "%s answers with status %d and %d bytes"
                                    .formatted(url, response.statusCode(), content.length));
                }
                return JsonObject.parse(content, url);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + url, e);
        }
    }
}
