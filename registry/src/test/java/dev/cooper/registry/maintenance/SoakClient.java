package dev.cooper.registry.maintenance;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;

/** Pushes images of layers that others push too, pulls them again, moves and deletes them. */
final class SoakClient implements Runnable {
    private static final int LAYERS = 60;
    private static final int TAGS = 4;
    private static final String SHARED = "shared";
    private static final String JUNK = "junk";

    private record Image(Digest manifest, Digest config, Digest layer) {}

    private final TestRegistry registry;
    private final int number;
    private final Duration lease;
    private final long end;
    private final Queue<String> broken;
    private final Random random;
    private final Map<String, Image> tags = new LinkedHashMap<>();
    private long pushes;

    SoakClient(TestRegistry registry, int number, Duration lease, long end, Queue<String> broken) {
        this.registry = registry;
        this.number = number;
        this.lease = lease;
        this.end = end;
        this.broken = broken;
        this.random = new Random(number);
    }

    long pushes() {
        return pushes;
    }

    @Override
    public void run() {
        try {
            while (System.nanoTime() < end && broken.isEmpty()) {
                push("c" + number + "-" + random.nextInt(TAGS));
                switch (random.nextInt(5)) {
                    case 0 -> deleteOne();
                    case 1 -> junk();
                    case 2 -> pullEverything();
                    default -> {}
                }
            }
        } catch (AssertionError | RuntimeException e) {
            broken.add(e.toString());
        }
    }

    private byte[] layer() {
        int seed = random.nextInt(LAYERS);
        return TestManifest.noise(seed, seed % 2 == 0 ? 3_000 : 60_000);
    }

    private void push(String tag) {
        byte[] config =
                ("{\"c\":\"" + number + "-" + pushes + "\"}").getBytes(StandardCharsets.UTF_8);
        byte[] layer = layer();
        long begin = System.nanoTime();
        have(config);
        have(layer);
        byte[] manifest =
                TestManifest.image(Digest.sha256(config), Digest.sha256(layer), layer.length);
        HttpResponse<byte[]> put =
                registry.putManifest(SHARED, tag, MediaTypes.OCI_MANIFEST, manifest);
        // Whoever is asked about a blob keeps it for half a lease at least.
        boolean inTime = System.nanoTime() - begin < lease.toNanos() / 2;
        if (put.statusCode() == 201) {
            pushes++;
            Image image =
                    new Image(Digest.sha256(manifest), Digest.sha256(config), Digest.sha256(layer));
            Image before = tags.put(tag, image);
            if (before != null) {
                delete(before.manifest.toString());
            }
        } else if (put.statusCode() != 400 || inTime) {
            unexpected("PUT manifest", put);
        }
    }

    /** Sees to it that the repository has a blob, in the way clients do. */
    private void have(byte[] content) {
        Digest digest = Digest.sha256(content);
        int head = registry.head("/v2/" + SHARED + "/blobs/" + digest).statusCode();
        if (head == 200) {
            return;
        }
        String uploads = "/v2/" + SHARED + "/blobs/uploads/";
        HttpResponse<byte[]> mount =
                registry.send(
                        "POST",
                        uploads
                                + "?mount="
                                + digest
                                + (random.nextBoolean() ? "&from=" + JUNK : ""),
                        new byte[0]);
        if (mount.statusCode() == 201) {
            return;
        }
        String to = TestRegistry.header(mount, "Location");
        HttpResponse<byte[]> put = registry.send("PUT", to + "?digest=" + digest, content);
        if (head != 404 || mount.statusCode() != 202 || put.statusCode() != 201) {
            unexpected("HEAD " + head + ", mount " + mount.statusCode() + ", PUT", put);
        }
    }

    /** Gives others something to mount, and takes it away. */
    private void junk() {
        Digest digest = registry.pushBlob(JUNK, layer());
        int status = registry.delete("/v2/" + JUNK + "/blobs/" + digest).statusCode();
        if (status != 202 && status != 404) { // somebody else may have been faster
            broken.add("DELETE blob: " + status);
        }
    }

    private void deleteOne() {
        if (tags.isEmpty()) {
            return;
        }
        String tag = tags.keySet().iterator().next();
        Image image = tags.remove(tag);
        if (random.nextBoolean()) {
            delete(tag);
        }
        delete(image.manifest.toString());
    }

    private void delete(String reference) {
        int status = registry.delete("/v2/" + SHARED + "/manifests/" + reference).statusCode();
        if (status != 202) {
            broken.add("DELETE " + reference + ": " + status);
        }
    }

    void pullEverything() {
        for (Map.Entry<String, Image> each : tags.entrySet()) {
            Image image = each.getValue();
            pull("/manifests/" + each.getKey(), image.manifest);
            pull("/blobs/" + image.config, image.config);
            pull("/blobs/" + image.layer, image.layer);
        }
    }

    private void pull(String path, Digest digest) {
        HttpResponse<byte[]> got = registry.get("/v2/" + SHARED + path);
        if (got.statusCode() != 200 || !Digest.sha256(got.body()).equals(digest)) {
            unexpected("GET " + path, got);
        }
    }

    private void unexpected(String what, HttpResponse<byte[]> response) {
        String body = new String(response.body(), StandardCharsets.UTF_8);
        broken.add(what + ": " + response.statusCode() + " " + body);
    }
}
