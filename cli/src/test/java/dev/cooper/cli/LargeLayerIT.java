package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A layer of 5 GB travels to the registry and back; neither side has more than 256 MB of heap. */
class LargeLayerIT {
    private static final long SIZE = 5L << 30;
    private static final String HEAP = "-Xmx256m";

    private static Descriptor blob(Path layout, String type, byte[] content) throws IOException {
        Digest digest = Digest.sha256(content);
        Files.write(layout.resolve("blobs/sha256").resolve(digest.hex()), content);
        return Descriptor.of(type, digest, content.length);
    }

    /** A layer that is a hole in a file, so that only what Cooper writes costs room. */
    private static Descriptor layer(Path layout) throws IOException {
        Path file = layout.resolve("blobs/sha256/hole");
        try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
            hole.setLength(SIZE);
        }
        MessageDigest hash = Digest.Algorithm.SHA256.newMessageDigest();
        try (FileChannel in = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            while (in.read(buffer) >= 0) {
                hash.update(buffer.flip());
                buffer.clear();
            }
        }
        Digest digest = Digest.of(Digest.Algorithm.SHA256, hash.digest());
        Files.move(file, file.resolveSibling(digest.hex()));
        return Descriptor.of(MediaTypes.OCI_LAYER, digest, SIZE);
    }

    private static Digest image(Path layout) throws IOException {
        Files.createDirectories(layout.resolve("blobs/sha256"));
        Descriptor config =
                blob(layout, MediaTypes.OCI_CONFIG, "{}".getBytes(StandardCharsets.UTF_8));
        Map<String, Object> manifest =
                Map.of(
                        "schemaVersion",
                        2,
                        "mediaType",
                        MediaTypes.OCI_MANIFEST,
                        "config",
                        json(config),
                        "layers",
                        List.of(json(layer(layout))));
        Descriptor top = blob(layout, MediaTypes.OCI_MANIFEST, Json.write(manifest));
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Map<String, Object> index = Map.of("schemaVersion", 2, "manifests", List.of(json(top)));
        Files.write(layout.resolve("index.json"), Json.write(index));
        return top.digest();
    }

    private static Map<String, Object> json(Descriptor descriptor) {
        return Map.of(
                "mediaType", descriptor.mediaType(),
                "digest", descriptor.digest().toString(),
                "size", descriptor.size());
    }

    @Test
    void fiveGigabytesTravelWith256MegabytesOfHeap() throws IOException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.create("large")) {
            Assumptions.assumeTrue(
                    Files.getFileStore(scratch.path()).getUsableSpace() > 3 * SIZE,
                    "not run: needs 15 GB of disk");
            Digest digest = image(scratch.directory("from"));
            CooperCommand cooper =
                    CooperCommand.at(scratch.resolve("home")).with("COOPER_JAVA_OPTIONS", HEAP);
            Process server =
                    cooper.with("REGISTRY_HTTP_ADDR", "127.0.0.1:0")
                            .process(List.of("registry", "serve"))
                            .start();
            try (BufferedReader said = server.errorReader(StandardCharsets.UTF_8)) {
                String there = "docker://" + host(said) + "/large/layer:1";
                cooper.run("copy", "oci:" + scratch.resolve("from"), there).ok();
                cooper.run("copy", there, "oci:" + scratch.resolve("to") + ":1").ok();
            } finally {
                server.descendants().forEach(ProcessHandle::destroy);
                server.destroy();
                server.waitFor(30, TimeUnit.SECONDS);
            }
            ImageIndex index =
                    ImageIndex.parse(Files.readAllBytes(scratch.resolve("to/index.json")));
            assertEquals(digest, index.manifests().getFirst().digest());
        }
    }

    private static String host(BufferedReader said) throws IOException {
        String line = String.valueOf(said.readLine());
        int start = line.indexOf("http://");
        assertTrue(start >= 0, line);
        return line.substring(start + "http://".length(), line.indexOf(' ', start));
    }
}
