package dev.cooper.registry;

import dev.cooper.oci.Digest;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.operations.LogOutput;
import dev.cooper.registry.proxy.Proxy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/** A registry for one test, and a client that does only what it is told. */
public final class TestRegistry implements AutoCloseable {
    private final RegistryServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    public TestRegistry(Path directory) throws IOException {
        this(RegistryConfig.defaults(directory).withPort(0));
    }

    public TestRegistry(RegistryConfig config) throws IOException {
        this(config, LogOutput.NONE);
    }

    public TestRegistry(RegistryConfig config, LogOutput log) throws IOException {
        server = RegistryServer.start(config, log);
    }

    /** The cache of other registries. */
    public Proxy proxy() {
        return server.proxy();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port()).resolve(path);
    }

    /** An address on the second listener. */
    URI debugUri(String path) {
        return URI.create("http://127.0.0.1:" + server.debugPort()).resolve(path);
    }

    /** Fetches a page of the second listener. */
    public HttpResponse<byte[]> debug(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(debugUri(path)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Sends a request.
     *
     * @param headers names and values, one after the other
     */
    public HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, new byte[0], headers);
    }

    public HttpResponse<byte[]> head(String path) {
        return send("HEAD", path, new byte[0]);
    }

    public HttpResponse<byte[]> delete(String path) {
        return send("DELETE", path, new byte[0]);
    }

    /** Starts an upload and returns where it goes on. */
    public String startUpload(String repository) {
        HttpResponse<byte[]> started =
                send("POST", "/v2/" + repository + "/blobs/uploads/", new byte[0]);
        if (started.statusCode() != 202) {
            throw new AssertionError("upload: " + started.statusCode());
        }
        return header(started, "Location");
    }

    /** Pushes a blob in one request. */
    public Digest pushBlob(String repository, byte[] content) {
        Digest digest = Digest.sha256(content);
        HttpResponse<byte[]> pushed =
                send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, content);
        if (pushed.statusCode() != 201) {
            throw new AssertionError(
                    "blob: "
                            + pushed.statusCode()
                            + new String(pushed.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return digest;
    }

    public HttpResponse<byte[]> putManifest(
            String repository, String reference, String type, byte[] content) {
        return send(
                "PUT",
                "/v2/" + repository + "/manifests/" + reference,
                content,
                "Content-Type",
                type);
    }

    public static String header(HttpResponse<?> response, String name) {
        return response.headers()
                .firstValue(name)
                .orElseThrow(() -> new AssertionError(name + " is missing: " + response.headers()));
    }

    static List<String> headers(HttpResponse<?> response, String name) {
        return response.headers().allValues(name);
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
