package dev.cooper.store.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.Compression;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.Reference;
import dev.cooper.store.Copy;
import dev.cooper.store.LocalStore;
import dev.cooper.store.OciLayout;
import dev.cooper.store.StoredImage;
import dev.cooper.testkit.DockerDaemon;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's tools read what Cooper writes, and Cooper reads what they write. */
class ArchivePeersIT {
    private static final Reference SHOP = Reference.parse("shop:1");

    private ScratchDirectory scratch;
    private LocalStore store;
    private Descriptor image;
    private StoredImage stored;
    private byte[] one;
    private byte[] two;

    @BeforeEach
    void makeImage() throws IOException {
        scratch = ScratchDirectory.create("peers");
        store = LocalStore.open(scratch.resolve("store"));
        one = TestTar.layer("etc/one", "1");
        two = TestTar.layer("etc/two", "2".repeat(50_000));
        image = TestTar.image(store, Compression.GZIP, one, two);
        store.tag(SHOP, image);
        stored = store.find("shop:1").orElseThrow();
    }

    @AfterEach
    void removeScratch() throws IOException {
        scratch.close();
    }

    private static String skopeo(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(Peers.require("skopeo").toString(), "--insecure-policy"));
        command.addAll(List.of(words));
        return Processes.run(command).ok().out();
    }

    private interface Writer {
        void write(OutputStream out) throws IOException;
    }

    private Path write(String name, Writer writer) throws IOException {
        Path file = scratch.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            writer.write(out);
        }
        return file;
    }

    private Path saved() throws IOException {
        return write(
                "saved.tar",
                out ->
                        DockerArchive.write(
                                store, List.of(new NamedImage(image, List.of(SHOP))), out));
    }

    private LoadedImage load(Path archive, String into) throws IOException {
        LocalStore target = LocalStore.open(scratch.resolve(into));
        try (InputStream in = Files.newInputStream(archive)) {
            List<LoadedImage> loaded = Load.load(in, target);
            assertEquals(1, loaded.size());
            StoredImage found = target.find(loaded.getFirst().id().toString()).orElseThrow();
            assertEquals(stored.config().diffIds(), found.config().diffIds());
            assertEquals(one.length + two.length, found.size());
            return loaded.getFirst();
        }
    }

    private void assertSameManifest(String inspected) {
        assertEquals(image.digest(), Digest.sha256(inspected.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void skopeoReadsTheStoreByName() throws IOException, InterruptedException {
        String place = "oci:" + store.home() + ":shop:1";
        assertSameManifest(skopeo("inspect", "--raw", place));
        JsonObject inspected =
                JsonObject.parse(
                        skopeo("inspect", place).getBytes(StandardCharsets.UTF_8), "inspect");
        assertEquals(image.digest().toString(), inspected.string("Digest"));
        assertEquals(2, inspected.strings("Layers").size());
        skopeo("copy", place, "dir:" + scratch.resolve("dir"));
        assertEquals(
                stored.config(),
                ImageConfig.parse(
                        skopeo("inspect", "--config", "--raw", place)
                                .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void skopeoReadsWhatSaveWrites() throws IOException, InterruptedException {
        Path saved = saved();
        assertSameManifest(skopeo("inspect", "--raw", "oci-archive:" + saved + ":shop:1"));
        skopeo("copy", "oci-archive:" + saved + ":shop:1", "dir:" + scratch.resolve("a"));
        skopeo(
                "copy",
                "docker-archive:" + saved + ":shop:1",
                "oci:" + scratch.resolve("b") + ":shop:1");
        OciLayout copied = OciLayout.open(scratch.resolve("b"));
        assertEquals(1, copied.entries().size());
        skopeo("inspect", "docker-archive:" + saved);
    }

    @Test
    void skopeoReadsOciArchivesAndLayouts() throws IOException, InterruptedException {
        Path archive =
                write(
                        "oci.tar",
                        out ->
                                OciArchive.write(
                                        store, List.of(new NamedImage(image, List.of(SHOP))), out));
        assertSameManifest(skopeo("inspect", "--raw", "oci-archive:" + archive));
        OciLayout layout = OciLayout.create(scratch.resolve("layout"));
        Copy.graph(store, image, layout);
        layout.tag(SHOP, image);
        assertSameManifest(skopeo("inspect", "--raw", "oci:" + layout.directory() + ":shop:1"));
    }

    @Test
    void loadsWhatSkopeoWrites() throws IOException, InterruptedException {
        String place = "oci:" + store.home() + ":shop:1";
        Path docker = scratch.resolve("docker.tar");
        skopeo("copy", place, "docker-archive:" + docker + ":quay.io/a/b:2");
        LoadedImage fromDocker = load(docker, "from-docker");
        assertEquals(List.of(Reference.parse("quay.io/a/b:2")), fromDocker.names());
        Path oci = scratch.resolve("oci.tar");
        skopeo("copy", place, "oci-archive:" + oci + ":quay.io/a/b:3");
        LoadedImage fromOci = load(oci, "from-oci");
        assertEquals(image.digest(), fromOci.descriptor().digest());
        assertEquals(List.of(Reference.parse("quay.io/a/b:3")), fromOci.names());
        for (String tool : List.of("gzip", "bzip2", "xz", "zstd")) {
            Path copy = Files.copy(docker, scratch.resolve("copy.tar." + tool));
            Processes.run(
                            "sh",
                            "-c",
                            Peers.require(tool) + " -c < " + copy + " > " + copy + ".packed")
                    .ok();
            LoadedImage packed = load(Path.of(copy + ".packed"), "from-" + tool);
            assertEquals(fromDocker.descriptor(), packed.descriptor());
        }
    }

    @Test
    void seesWhatSkopeoPutsIntoTheStore() throws IOException, InterruptedException {
        skopeo(
                "copy",
                "oci:" + store.home() + ":shop:1",
                "oci:" + store.home() + ":quay.io/other:2");
        assertEquals(
                image.digest(), store.find("quay.io/other:2").orElseThrow().descriptor().digest());
        assertEquals(2, store.find("shop:1").orElseThrow().names().size());
        assertEquals(List.of(), store.collectGarbage().orElseThrow().blobs());
    }

    @Test
    void umociUnpacksFromTheStore() throws IOException, InterruptedException {
        String umoci = Peers.require("umoci").toString();
        Path bundle = scratch.resolve("bundle");
        List<String> command = new ArrayList<>(List.of(umoci, "unpack"));
        if (!Machine.isRoot()) {
            command.add("--rootless");
        }
        command.addAll(List.of("--image", store.home() + ":shop:1", bundle.toString()));
        Processes.run(command).ok();
        assertEquals("1", Files.readString(bundle.resolve("rootfs/etc/one")));
        assertEquals(50_000, Files.size(bundle.resolve("rootfs/etc/two")));
        Processes.run(umoci, "list", "--layout", store.home().toString()).ok();
    }

    @Test
    void podmanLoadsWhatSaveWritesAndWeLoadWhatPodmanSaves()
            throws IOException, InterruptedException {
        Machine.requireRoot();
        String podman = Peers.require("podman").toString();
        List<String> base =
                List.of(
                        podman,
                        "--root",
                        scratch.resolve("podman").toString(),
                        "--runroot",
                        scratch.resolve("podman-run").toString(),
                        "--storage-driver",
                        "vfs");
        Path saved = saved();
        String out = run(base, "load", "-i", saved.toString());
        assertTrue(out.contains("shop:1"), out);
        String id = run(base, "images", "--no-trunc", "-q").strip();
        assertEquals(stored.id().toString(), id);
        for (String format : List.of("docker-archive", "oci-archive")) {
            Path file = scratch.resolve(format + ".tar");
            run(base, "save", "--format", format, "-o", file.toString(), "shop:1");
            LoadedImage loaded = load(file, "from-" + format);
            assertEquals(
                    List.of("shop:1"), loaded.names().stream().map(Reference::familiar).toList());
        }
    }

    private static String run(List<String> base, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(base);
        command.addAll(List.of(words));
        return Processes.run(command).ok().out();
    }

    @Test
    void dockerLoadsWhatSaveWritesAndWeLoadWhatDockerSaves()
            throws IOException, InterruptedException {
        Machine.requireRoot();
        Path saved = saved();
        try (DockerDaemon docker = DockerDaemon.start(scratch.directory("d"))) {
            String out = docker.load(saved).ok().out();
            assertTrue(out.contains("Loaded image: shop:1"), out);
            String id = docker.run("images", "--no-trunc", "-q", "shop:1").ok().out().strip();
            assertEquals(stored.id().toString(), id);
            Path file = scratch.resolve("docker.tar");
            docker.run("save", "-o", file.toString(), "shop:1").ok();
            LoadedImage loaded = load(file, "from-docker");
            assertEquals(stored.id(), loaded.id());
            assertEquals(List.of(SHOP), loaded.names());
        }
    }

    @Test
    void savingWhatWasLoadedMakesTheSameArchive() throws IOException {
        Path saved = saved();
        LoadedImage loaded = load(saved, "again");
        LocalStore again = LocalStore.open(scratch.resolve("again"));
        Path second =
                write(
                        "second.tar",
                        out ->
                                DockerArchive.write(
                                        again,
                                        List.of(
                                                new NamedImage(
                                                        loaded.descriptor(), loaded.names())),
                                        out));
        assertArrayEquals(Files.readAllBytes(saved), Files.readAllBytes(second));
    }
}
