package dev.cooper.registry;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Pushes, mounts, tags and deletes in a repository of its own until the registry is gone. */
final class PushingClient implements Runnable {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String COMMON = "common";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String repository;
    private final Random random;
    private final Promises promises;
    private final Map<String, Digest> tags = new LinkedHashMap<>();

    PushingClient(String base, String repository, long seed, Promises promises) {
        this.base = base;
        this.repository = repository;
        this.random = new Random(seed);
        this.promises = promises;
    }

    @Override
    public void run() {
        try (http) {
            pushBlob(COMMON, EMPTY);
            for (int i = 0; ; i++) {
                mount(Digest.sha256(EMPTY));
                byte[] layer = noise();
                pushBlob(repository, layer);
                manifest("t" + random.nextInt(20), layer);
                switch (random.nextInt(6)) {
                    case 0 -> deleteTag();
                    case 1 -> deleteManifest();
                    case 2 -> deleteUnused();
                    case 3 -> manifest("t" + random.nextInt(20), layer);
                    default -> pushInChunks(noise());
                }
            }
        } catch (IOException _) {
            // it was killed
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] noise() {
        int size = random.nextInt(4) == 0 ? 1 << random.nextInt(20) : random.nextInt(5_000);
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String blob(String repository, Digest digest) {
        return "/v2/" + repository + "/blobs/" + digest;
    }

    private String manifestPath(String reference) {
        return "/v2/" + repository + "/manifests/" + reference;
    }

    private void pushBlob(String to, byte[] content) throws IOException, InterruptedException {
        Digest digest = Digest.sha256(content);
        promises.maybe(blob(to, digest), Optional.of(digest));
        send("POST", "/v2/" + to + "/blobs/uploads/?digest=" + digest, content, 201);
        promises.surely(blob(to, digest), Optional.of(digest));
    }

    private void pushInChunks(byte[] content) throws IOException, InterruptedException {
        Digest digest = Digest.sha256(content);
        promises.maybe(blob(repository, digest), Optional.of(digest));
        int half = content.length / 2;
        String to =
                location(send("POST", "/v2/" + repository + "/blobs/uploads/", new byte[0], 202));
        to = location(send("PATCH", to, java.util.Arrays.copyOf(content, half), 202));
        byte[] rest = java.util.Arrays.copyOfRange(content, half, content.length);
        send("PUT", to + "?digest=" + digest, rest, 201);
        promises.surely(blob(repository, digest), Optional.of(digest));
    }

    private static String location(HttpResponse<?> response) {
        return response.headers().firstValue("Location").orElse("/nowhere");
    }

    private void mount(Digest digest) throws IOException, InterruptedException {
        promises.maybe(blob(repository, digest), Optional.of(digest));
        String query = "?mount=" + digest + "&from=" + COMMON;
        send("POST", "/v2/" + repository + "/blobs/uploads/" + query, new byte[0], 201);
        promises.surely(blob(repository, digest), Optional.of(digest));
    }

    private void manifest(String tag, byte[] layer) throws IOException, InterruptedException {
        byte[] content =
                TestManifest.image(Digest.sha256(EMPTY), Digest.sha256(layer), layer.length);
        Digest digest = Digest.sha256(content);
        List<String> paths = List.of(manifestPath(tag), manifestPath(digest.toString()));
        paths.forEach(path -> promises.maybe(path, Optional.of(digest)));
        send("PUT", manifestPath(tag), content, 201);
        paths.forEach(path -> promises.surely(path, Optional.of(digest)));
        tags.put(tag, digest);
    }

    private void deleteTag() throws IOException, InterruptedException {
        String tag = tags.keySet().iterator().next();
        tags.remove(tag);
        delete(manifestPath(tag), List.of(manifestPath(tag)));
    }

    private void deleteManifest() throws IOException, InterruptedException {
        if (tags.isEmpty()) {
            return;
        }
        Digest digest = tags.values().iterator().next();
        List<String> paths = new ArrayList<>(List.of(manifestPath(digest.toString())));
        tags.forEach((tag, target) -> {
            if (target.equals(digest)) {
                paths.add(manifestPath(tag));
            }
        });
        tags.values().removeIf(digest::equals);
        delete(paths.getFirst(), paths);
    }

    private void deleteUnused() throws IOException, InterruptedException {
        byte[] content = noise();
        pushBlob(repository, content);
        String path = blob(repository, Digest.sha256(content));
        delete(path, List.of(path));
    }

    private void delete(String path, List<String> gone) throws IOException, InterruptedException {
        gone.forEach(each -> promises.maybe(each, Optional.empty()));
        send("DELETE", path, new byte[0], 202);
        gone.forEach(each -> promises.surely(each, Optional.empty()));
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] content, int wanted)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", MediaTypes.OCI_MANIFEST)
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(content))
                        .build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != wanted) {
            promises.broken(
                    method
                            + " "
                            + path
                            + ": "
                            + response.statusCode()
                            + new String(response.body(), StandardCharsets.UTF_8));
            throw new IOException("refused");
        }
        return response;
    }
}
