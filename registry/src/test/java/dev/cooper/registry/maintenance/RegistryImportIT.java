package dev.cooper.registry.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.testkit.DebianRegistry;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.Skopeo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Stores of Debian's docker-registry and OCI layouts, with images that skopeo has pushed. */
@ParameterizedClass
@EnumSource(TestStorage.class)
class RegistryImportIT {
    private static final byte[] CONFIG =
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
                    .getBytes(StandardCharsets.UTF_8);

    @Parameter TestStorage storage;
    @TempDir Path directory;

    /** A layout with the images one and two, and an index of both. */
    private Path layout() throws IOException {
        Path layout = Files.createDirectories(directory.resolve("layout"));
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        byte[] one = image(layout, 1);
        byte[] two = image(layout, 2);
        byte[] both = TestManifest.index(one, two);
        write(layout, both);
        Files.writeString(
                layout.resolve("index.json"),
                "{\"schemaVersion\":2,\"manifests\":["
                        + entry(MediaTypes.OCI_MANIFEST, one, "one")
                        + ","
                        + entry(MediaTypes.OCI_MANIFEST, two, "two")
                        + ","
                        + entry(MediaTypes.OCI_INDEX, both, "both")
                        + "]}");
        return layout;
    }

    private static byte[] image(Path layout, int seed) throws IOException {
        byte[] layer = TestManifest.noise(seed, 100_000 * seed);
        write(layout, CONFIG);
        write(layout, layer);
        byte[] manifest =
                TestManifest.image(
                        Digest.sha256(CONFIG), CONFIG.length, Digest.sha256(layer), layer.length);
        write(layout, manifest);
        return manifest;
    }

    private static void write(Path layout, byte[] content) throws IOException {
        Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
        Files.write(blobs.resolve(Digest.sha256(content).hex()), content);
    }

    private static String entry(String type, byte[] content, String tag) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{\"org.opencontainers.image.ref.name\":\"%s\"}}"
                .formatted(type, Digest.sha256(content), content.length, tag);
    }

    private String copied(String from, String to, String... options)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("copy", "-q", "--all", "--preserve-digests"));
        words.addAll(List.of("--src-tls-verify=false", "--dest-tls-verify=false"));
        words.addAll(List.of(options));
        words.addAll(List.of(from, to));
        return Skopeo.run(directory, words).ok().out();
    }

    private String digest(String reference) throws IOException, InterruptedException {
        return Skopeo.run(directory, List.of("inspect", "--tls-verify=false", "--raw", reference))
                .ok()
                .out();
    }

    private RegistryImport.Report run(RegistryConfig config, Path from, String... repository)
            throws IOException, InterruptedException {
        return RegistryImport.run(
                config,
                Optional.of(from),
                Stream.of(repository).findFirst(),
                RegistryCheck.Progress.NONE);
    }

    @Test
    void storeOfDockersRegistryIsTakenOverInPlaceAndPulledBySkopeo()
            throws IOException, InterruptedException {
        Path layout = layout();
        Path theirs = Files.createDirectories(directory.resolve("theirs"));
        try (DebianRegistry debian = DebianRegistry.start(theirs)) {
            for (String tag : List.of("one", "two", "both")) {
                copied("oci:" + layout + ":" + tag, "docker://" + debian.host() + "/team/a:" + tag);
            }
            copied("oci:" + layout + ":one", "docker://" + debian.host() + "/b:x");
        }
        RegistryConfig config = storage.in(theirs.resolve("data"));
        RegistryImport.Report report = run(config, theirs.resolve("data"));
        assertEquals(List.of(), report.refused());
        assertEquals(2, report.repositories());
        assertEquals(4, report.manifests());
        assertEquals(4, report.tags());
        assertEquals(3, report.blobs());
        RegistryImport.Report again = run(config, theirs.resolve("data"));
        assertEquals(new RegistryImport.Report(2, 0, 0, 0, 0, List.of()), again);
        assertTrue(RegistryCheck.check(config, false, RegistryCheck.Progress.NONE).isClean());
        assertEquals(storage == TestStorage.ONE_DIRECTORY ? 0 : 2, copies(storage.files(config)));
        Processes.run("rm", "-rf", theirs.resolve("data/docker").toString()).ok();
        try (TestRegistry registry = new TestRegistry(config)) {
            String host = "docker://" + registry.uri("/").getAuthority();
            for (String tag : List.of("one", "two", "both")) {
                assertEquals(digest("oci:" + layout + ":" + tag), digest(host + "/team/a:" + tag));
                copied(host + "/team/a:" + tag, "oci:" + directory.resolve("back") + ":" + tag);
            }
            copied(host + "/b:x", "oci:" + directory.resolve("back") + ":x");
        }
    }

    /** How many of the objects have fewer than two names. */
    private static long copies(List<Path> objects) throws IOException {
        long copies = 0;
        for (Path object : objects) {
            copies += (int) Files.getAttribute(object, "unix:nlink") < 2 ? 1 : 0;
        }
        return copies;
    }

    @Test
    void layoutsAreTakenOverUnderTheirDirectoriesAndTagsHereAreLeftAlone()
            throws IOException, InterruptedException {
        Path layout = layout();
        Path tree = Files.createDirectories(directory.resolve("tree/team"));
        Processes.run("cp", "-r", layout.toString(), tree.resolve("shop").toString()).ok();
        RegistryConfig config = storage.in(directory.resolve("ours"));
        RegistryImport.Report report = run(config, directory.resolve("tree"));
        assertEquals(new RegistryImport.Report(1, 3, 3, 3, report.bytes(), List.of()), report);
        RegistryImport.Report single = run(config, layout, "other");
        assertEquals(new RegistryImport.Report(1, 3, 3, 0, 0, List.of()), single);
        try (TestRegistry registry = new TestRegistry(config)) {
            String both = digest("oci:" + layout + ":both");
            assertEquals(
                    both,
                    new String(
                            registry.get("/v2/team/shop/manifests/both").body(),
                            StandardCharsets.UTF_8));
            registry.putManifest(
                    "other", "one", MediaTypes.OCI_INDEX, both.getBytes(StandardCharsets.UTF_8));
            assertEquals(0, run(config, layout, "other").tags());
            assertEquals(
                    both,
                    new String(
                            registry.get("/v2/other/manifests/one").body(),
                            StandardCharsets.UTF_8));
        }
    }

    @Test
    void damagedBlobIsNotTakenAndIsTakenOnceItIsWhole() throws IOException, InterruptedException {
        Path layout = layout();
        byte[] layer = TestManifest.noise(1, 100_000);
        Path file = layout.resolve("blobs/sha256/" + Digest.sha256(layer).hex());
        Files.write(file, new byte[100_000]);
        RegistryConfig config = storage.in(directory.resolve("ours"));
        RegistryImport.Report report = run(config, layout, "a");
        assertEquals(2, report.refused().size(), report.refused().toString());
        assertTrue(report.refused().getFirst().contains(Digest.sha256(layer).toString()));
        assertEquals(2, report.tags());
        Files.write(file, layer);
        assertEquals(
                new RegistryImport.Report(1, 1, 1, 1, 100_000, List.of()),
                run(config, layout, "a"));
    }
}
