package dev.cooper.registry.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.TestManifests;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.testkit.DebianRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The same requests make the same events here and in Debian's registry. */
@Timeout(180)
class EventKeysIT {
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int EVENTS = 6;

    @TempDir Path directory;

    @Test
    void eventsHaveTheMembersThatDebiansRegistryGivesThem()
            throws IOException, InterruptedException {
        SortedMap<String, String> expected;
        try (Receiver receiver = new Receiver();
                DebianRegistry debian =
                        DebianRegistry.start(
                                Files.createDirectory(directory.resolve("debian")),
                                endpoint(receiver))) {
            use("http://" + debian.host());
            expected = members(receiver);
        }
        Path file = directory.resolve("config.yml");
        try (Receiver receiver = new Receiver()) {
            Files.writeString(
                    file,
                    "http: {addr: '127.0.0.1:0'}\nstorage: {delete: {enabled: true}}\n"
                            + endpoint(receiver));
            RegistryConfig config =
                    RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data"));
            try (TestRegistry registry = new TestRegistry(config)) {
                use("http://127.0.0.1:" + registry.uri("/").getPort());
                assertEquals(expected, members(receiver));
            }
        }
    }

    private static String endpoint(Receiver receiver) {
        return """
        notifications:
          endpoints:
            - name: test
              url: %s
              timeout: 10s
              threshold: 5
              backoff: 1s
        """
                .formatted(receiver.url());
    }

    /** Pushes and pulls a blob and a manifest, mounts the blob and deletes the manifest. */
    private static void use(String base) throws IOException, InterruptedException {
        Digest blob = Digest.sha256(CONFIG);
        byte[] manifest = TestManifests.image(blob, CONFIG.length);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> upload =
                    send(client, "POST", base + "/v2/a/b/blobs/uploads/", new byte[0]);
            String location = upload.headers().firstValue("Location").orElseThrow();
            String put = URI.create(base + "/").resolve(location).toString();
            String join = put.contains("?") ? "&" : "?";
            send(client, "PUT", put + join + "digest=" + blob, CONFIG);
            send(client, "PUT", base + "/v2/a/b/manifests/1", manifest);
            send(client, "GET", base + "/v2/a/b/blobs/" + blob, new byte[0]);
            send(client, "GET", base + "/v2/a/b/manifests/1", new byte[0]);
            send(client, "POST", base + "/v2/c/blobs/uploads/?from=a/b&mount=" + blob, new byte[0]);
            send(
                    client,
                    "DELETE",
                    base + "/v2/a/b/manifests/" + Digest.sha256(manifest),
                    new byte[0]);
        }
    }

    private static HttpResponse<byte[]> send(
            HttpClient client, String method, String uri, byte[] body)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                client.send(
                        HttpRequest.newBuilder(URI.create(uri))
                                .header("Content-Type", MediaTypes.OCI_MANIFEST)
                                .header("Accept", MediaTypes.OCI_MANIFEST)
                                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(2, response.statusCode() / 100, method + " " + uri);
        return response;
    }

    /** The names of members by action and media type. */
    private static SortedMap<String, String> members(Receiver receiver) {
        SortedMap<String, String> members = new TreeMap<>();
        for (Map<?, ?> event : receiver.events(EVENTS)) {
            Map<?, ?> target = (Map<?, ?>) event.get("target");
            TreeSet<String> names = new TreeSet<>();
            collect(names, "", event);
            members.put(
                    event.get("action") + " " + (target == null ? "" : target.get("mediaType")),
                    String.join(" ", names));
        }
        return members;
    }

    private static void collect(TreeSet<String> names, String path, Map<?, ?> object) {
        object.forEach((name, value) -> {
            names.add(path + name);
            if (value instanceof Map<?, ?> inner) {
                collect(names, path + name + ".", inner);
            }
        });
    }
}
