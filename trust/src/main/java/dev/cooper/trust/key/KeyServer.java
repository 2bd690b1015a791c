package dev.cooper.trust.key;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A service that keeps keys and speaks JSON over HTTP: small answers, soon, or none. */
final class KeyServer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST = 4 << 20;

    private final String address;
    private final Map<String, String> headers;
    private final HttpClient client;

    private KeyServer(String address, Map<String, String> headers, HttpClient client) {
        this.address = address;
        this.headers = Map.copyOf(headers);
        this.client = client;
    }

    /**
     * Who the service and its user are.
     *
     * @param authority the certificates in PEM that the service's one must lead to; else the JDK's
     * @param certificate of the user, in PEM
     * @param key of the user's certificate, in PEM
     */
    record Tls(Optional<byte[]> authority, Optional<byte[]> certificate, Optional<byte[]> key) {}

    static KeyServer of(String address, Map<String, String> headers, Tls tls) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(address + " is no address: " + e.getMessage(), e);
        }
        if (uri.getHost() == null
                || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new SyntaxException(address + " is no address of http or https");
        }
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .connectTimeout(PATIENCE)
                        .followRedirects(HttpClient.Redirect.NEVER);
        if (tls.authority().isPresent() || tls.certificate().isPresent()) {
            client.sslContext(context(tls, address));
        }
        String trimmed =
                address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        return new KeyServer(trimmed, headers, client.build());
    }

    private static SSLContext context(Tls tls, String address) {
        try {
            TrustManager @Nullable [] trusted = null;
            if (tls.authority().isPresent()) {
                KeyStore store = empty();
                for (Certificate one : certificates(tls.authority().get())) {
                    store.setCertificateEntry(String.valueOf(store.size()), one);
                }
                TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
                factory.init(store);
                trusted = factory.getTrustManagers();
            }
            KeyManager @Nullable [] own = null;
            if (tls.certificate().isPresent() && tls.key().isPresent()) {
                PrivateKey key = privateKey(tls.key().get(), address);
                KeyStore store = empty();
                store.setKeyEntry(
                        "user",
                        key,
                        new char[0],
                        certificates(tls.certificate().get()).toArray(new Certificate[0]));
                KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
                factory.init(store, new char[0]);
                own = factory.getKeyManagers();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trusted, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new SyntaxException(
                    "the certificates for " + address + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(byte[] pem)
            throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem));
    }

    private static PrivateKey privateKey(byte[] pem, String where) {
        for (Pem block : Pem.parse(pem, where)) {
            if (PrivateKeys.isPlain(block)) {
                byte[] pkcs8 = PrivateKeys.pkcs8(block, where);
                try {
                    return PrivateKeys.read(pkcs8, where);
                } finally {
                    PrivateKeys.wipe(pkcs8);
                }
            }
        }
        throw new SyntaxException(where + ": the user's certificate has no private key beside it");
    }

    JsonObject get(String path) throws IOException {
        return send(path, HttpRequest.newBuilder(uri(path)).GET());
    }

    JsonObject post(String path, Map<String, ?> body) throws IOException {
        return send(
                path,
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body))));
    }

    private URI uri(String path) {
        return URI.create(address + path);
    }

    private JsonObject send(String path, HttpRequest.Builder request) throws IOException {
        headers.forEach(request::header);
        try {
            HttpResponse<InputStream> response =
                    client.send(
                            request.timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] content = body.readNBytes(MOST + 1);
                if (content.length > MOST) {
                    throw new IOException(address + path + " sends more than " + MOST + " bytes");
                }
                int status = response.statusCode();
                if (status < 200 || status > 299) {
                    throw new RefusedException(
                            status,
                            address + path + " answers with status " + status + why(content));
                }
                return content.length == 0
                        ? JsonObject.of(Map.of(), address + path)
                        : JsonObject.parse(content, address + path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + address, e);
        } catch (SyntaxException e) {
            throw new IOException("the answer makes no sense: " + e.getMessage(), e);
        } catch (RefusedException e) {
            throw e;
        } catch (IOException e) {
            String why = e.getMessage();
            throw why != null && why.startsWith(address)
                    ? e
                    : new IOException(
                            address + " cannot be reached: " + (why == null ? e : why), e);
        }
    }

    /** What Vault and Kubernetes say of the reason, if it is short. */
    private static String why(byte[] content) {
        try {
            JsonObject json = JsonObject.parse(content, "answer");
            String text =
                    json.has("message")
                            ? json.string("message")
                            : String.join(", ", json.strings("errors"));
            return text.isBlank() || text.length() > 300 ? "" : ": " + text.strip();
        } catch (SyntaxException _) {
            return "";
        }
    }

    /** The service has answered, but refused. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }
}
