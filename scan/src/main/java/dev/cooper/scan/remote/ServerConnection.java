package dev.cooper.scan.remote;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Asks a scan server over HTTP. Any number of threads may do so; close it after use. */
public final class ServerConnection implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofMinutes(5);

    private final ServerAddress address;
    private final HttpClient client;

    /** A connection, which is made when something is asked. */
    public ServerConnection(ServerAddress address) {
        this.address = address;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER) // the token is for this host
                        .connectTimeout(CONNECT)
                        .proxy(address.proxies())
                        .build();
    }

    /** Where the server is. */
    String base() {
        return address.base();
    }

    /** Gets what is there; empty when nothing is. */
    Optional<byte[]> get(String path, int most) throws IOException, InterruptedException {
        return answer(request(path).GET(), most);
    }

    /** Puts something there. */
    void put(String path, byte[] content) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.ofByteArray(content));
        if (answer(request, Json.MAX_BYTES).isEmpty()) {
            throw notThere(path);
        }
    }

    /** Asks something that is too long for an address. */
    byte[] post(String path, byte[] json) throws IOException, InterruptedException {
        if (json.length > Json.MAX_BYTES) {
            throw new IOException(
                    "there are more packages than a scan server takes (%d bytes)"
                            .formatted(json.length));
        }
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(json));
        return answer(request, Json.MAX_BYTES).orElseThrow(() -> notThere(path));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address.base() + path))
                        .timeout(ANSWER)
                        .header("Accept-Encoding", "gzip");
        for (Map.Entry<String, String> header : address.headers().entrySet()) {
            try {
                request.setHeader(header.getKey(), header.getValue());
            } catch (IllegalArgumentException e) {
                throw new SyntaxException(
                        "the header " + header.getKey() + " cannot be chosen: HTTP needs it", e);
            }
        }
        return request;
    }

    private Optional<byte[]> answer(HttpRequest.Builder request, int most)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response;
        try {
            response = client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (HttpConnectTimeoutException | ConnectException e) {
            throw new IOException(
                    "the scan server " + base() + " cannot be reached; is it running there?", e);
        } catch (HttpTimeoutException e) {
            throw new IOException(
                    "the scan server %s has not answered for %d s"
                            .formatted(base(), ANSWER.toSeconds()),
                    e);
        } catch (IOException e) {
            throw broken(e);
        }
        byte[] body = body(response, most);
        int status = response.statusCode();
        if (status / 100 == 2) {
            return Optional.of(body);
        }
        if (status == 404 && Refusal.isOurs(body)) {
            return Optional.empty();
        }
        throw Refusal.of(base(), status, body);
    }

    private byte[] body(HttpResponse<InputStream> response, int most) throws IOException {
        boolean isPacked =
                response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        byte[] bytes;
        try (InputStream raw = response.body();
                InputStream in = isPacked ? new GZIPInputStream(raw) : raw) {
            bytes = in.readNBytes(most + 1);
        } catch (IOException e) {
            throw broken(e);
        }
        if (bytes.length > most) {
            throw new IOException(
                    "the scan server %s answers with more than %d bytes".formatted(base(), most));
        }
        return bytes;
    }

    private IOException broken(IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new IOException(
                "the connection to the scan server %s broke: %s".formatted(base(), reason), e);
    }

    private IOException notThere(String path) {
        return new IOException("the scan server %s knows no %s".formatted(base(), path));
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
