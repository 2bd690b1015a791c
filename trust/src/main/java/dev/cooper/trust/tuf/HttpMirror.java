package dev.cooper.trust.tuf;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A repository that is served over HTTP. */
public final class HttpMirror implements Mirror, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String base;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();

    /**
     * Uses a repository; nothing is asked yet.
     *
     * @param base its address, {@code https://…}
     * @throws SyntaxException when it is no such address
     */
    public HttpMirror(String base) {
        this.base = base.endsWith("/") ? base : base + "/";
        uri("");
    }

    private URI uri(String path) {
        try {
            URI uri = URI.create(base + path);
            if (uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("\"" + base + path + "\" is no address", e);
        }
        throw new SyntaxException("\"" + base + "\" is no address of http or https");
    }

    @Override
    public Optional<byte[]> get(String path, int most) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).GET().build();
        try {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return content(response.statusCode(), body, request.uri(), most);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + request.uri(), e);
        } catch (RefusedMetadataException e) {
            throw e;
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new IOException(request.uri() + " cannot be had: " + why, e);
        }
    }

    private static Optional<byte[]> content(int status, InputStream body, URI uri, int most)
            throws IOException {
        if (status == 404 || status == 403) { // what stores of objects say of what is not there
            return Optional.empty();
        }
        if (status != 200) {
            throw new IOException("it answers with status " + status);
        }
        byte[] content = body.readNBytes(most + 1);
        if (content.length > most) {
            throw new RefusedMetadataException(uri + ": longer than " + most + " bytes");
        }
        return Optional.of(content);
    }

    @Override
    public void close() {
        client.close();
    }
}
