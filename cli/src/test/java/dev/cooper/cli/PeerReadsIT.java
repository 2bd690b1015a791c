package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.DockerDaemon;
import dev.cooper.testkit.FileTree;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Podman;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.SavedImage;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Other programs read what Cooper writes, and Cooper reads what they write. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeerReadsIT {
    private static final String DOCKERFILE =
            """
            FROM localhost/base:1
            COPY data /data
            RUN cd /data && mkfifo fifo && ln -s nowhere dangling && ln one/file hard \\
                && chown 1000:1001 one && chmod 4711 suid && mkdir -m 1777 sticky \\
                && rm gone && rm -r replaced && mkdir replaced && echo new > replaced/new \\
                && touch -d @1234567890 one/file
            RUN mv /opt/old/keep /opt/moved && rm -r /opt/old
            WORKDIR /data
            ENV GREETING=hello
            LABEL of=peers
            CMD ["cat", "/data/one/file"]
            RUN find /data /opt -exec stat -c 'SEEN|%f|%u|%g|%s|%Y|%h|%n' {} +
            """;

    private ScratchDirectory scratch;
    private CooperCommand cooper;
    private List<String> seen;
    private SavedImage ours;
    private Path saved;

    @BeforeAll
    void buildOnce() throws IOException, InterruptedException {
        Machine.requireBuilds();
        scratch = ScratchDirectory.create("peers");
        Path base = BaseImage.archive(scratch.directory("base"));
        Path context = scratch.directory("context");
        Path data = scratch.directory("context/data");
        Files.createDirectories(data.resolve("one/two"));
        Files.createDirectories(data.resolve("replaced"));
        Files.writeString(data.resolve("one/file"), "content\n");
        Files.writeString(data.resolve("gone"), "gone");
        Files.writeString(data.resolve("replaced/old"), "old");
        Files.writeString(data.resolve("suid"), "suid");
        Files.writeString(data.resolve("ümläut " + "x".repeat(200)), "long name");
        Processes.run("setfattr", "-n", "user.note", "-v", "hi", data.resolve("suid").toString());
        Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
        cooper = CooperCommand.at(scratch.resolve("home")).in(context);
        cooper.run("load", "-i", base.toString()).ok();
        Processes.Result build =
                cooper.run("build", "--progress", "plain", "-t", "shop:1", ".").ok();
        seen =
                Stream.concat(build.out().lines(), build.err().lines())
                        .filter(l -> l.contains(" SEEN|"))
                        .map(l -> l.substring(l.indexOf(" SEEN|") + 6))
                        .toList();
        assertTrue(seen.size() > 10, build.out() + build.err());
        saved = scratch.resolve("shop.tar");
        cooper.run("save", "-o", saved.toString(), "shop:1").ok();
        ours = SavedImage.ofArchive(saved);
    }

    @AfterAll
    void clean() throws IOException {
        if (scratch != null) {
            scratch.close();
        }
    }

    @Test
    void skopeoReadsTheStore() throws IOException, InterruptedException {
        String skopeo = Peers.require("skopeo").toString();
        String out =
                Processes.run(skopeo, "inspect", "oci:" + cooper.home() + ":shop:1").ok().out();
        assertTrue(out.contains("GREETING=hello"), out);
        Path copied = scratch.resolve("copied");
        Processes.run(
                        skopeo,
                        "--insecure-policy",
                        "copy",
                        "-q",
                        "oci:" + cooper.home() + ":shop:1",
                        "oci:" + copied + ":shop")
                .ok();
        same(SavedImage.ofLayout(copied, "shop"));
    }

    @Test
    void umociUnpacksTheFileSystemThatTheBuildSaw() throws IOException, InterruptedException {
        Machine.requireRoot(); // it gives files their owners
        Path bundle = scratch.resolve("bundle");
        Processes.run(
                        Peers.require("umoci").toString(),
                        "unpack",
                        "--image",
                        cooper.home() + ":shop:1",
                        bundle.toString())
                .ok();
        Path rootfs = bundle.resolve("rootfs");
        ProcessBuilder stat =
                new ProcessBuilder(
                        "sh", "-c", "find data opt -exec stat -c '%f|%u|%g|%s|%Y|%h|/%n' {} +");
        List<String> unpacked =
                Processes.run(stat.directory(rootfs.toFile()), new byte[0], cooper.limit())
                        .ok()
                        .out()
                        .lines()
                        .toList();
        assertEquals(
                String.join("\n", seen.stream().map(PeerReadsIT::comparable).sorted().toList()),
                String.join(
                        "\n", unpacked.stream().map(PeerReadsIT::comparable).sorted().toList()));
        List<String> differences =
                FileTree.differences(ours.tree(), FileTree.ofDirectory(rootfs), Long.MAX_VALUE);
        assertEquals("", String.join("\n", differences));
    }

    /** A line of stat without what a directory's size and links are on each file system. */
    private static String comparable(String line) {
        String[] fields = line.split("\\|", 7);
        if (fields[0].startsWith("4")) {
            fields[3] = "";
            fields[5] = "";
        }
        return String.join("|", fields);
    }

    @TestFactory
    Stream<DynamicTest> skopeoReadsEveryArchive() {
        return Stream.of(
                        "docker-archive:type=docker",
                        "oci-archive:type=oci",
                        "oci-archive:type=oci,compression=zstd,force-compression=true",
                        "oci-archive:type=oci,compression=uncompressed,force-compression=true",
                        "oci-archive:type=oci,compression=gzip,compression-level=9,force-compression=true")
                .map(kind ->
                        DynamicTest.dynamicTest(
                                kind,
                                () ->
                                        readsArchive(
                                                kind.substring(0, kind.indexOf(':')),
                                                kind.substring(kind.indexOf(':') + 1))));
    }

    private void readsArchive(String transport, String output)
            throws IOException, InterruptedException {
        Path archive = Files.createTempFile(scratch.path(), "out", ".tar");
        cooper.run("build", "-q", "-t", "out:1", "-o", output + ",dest=" + archive, ".").ok();
        String skopeo = Peers.require("skopeo").toString();
        Processes.run(skopeo, "inspect", transport + ":" + archive).ok();
        Path copied = scratch.directory("copied-" + archive.getFileName());
        Processes.run(
                        skopeo,
                        "--insecure-policy",
                        "copy",
                        "-q",
                        transport + ":" + archive,
                        "oci:" + copied + ":x")
                .ok();
        same(SavedImage.ofLayout(copied, "x"));
    }

    @Test
    void skopeoReadsWhatSaveWritesInBothWays() throws IOException, InterruptedException {
        String skopeo = Peers.require("skopeo").toString();
        for (String transport : List.of("docker-archive:", "oci-archive:")) {
            String out = Processes.run(skopeo, "inspect", transport + saved).ok().out();
            assertTrue(out.contains("GREETING=hello"), out);
        }
    }

    @Test
    void dockerLoadsAndRunsWhatSaveWritesAndCooperLoadsItsOwn()
            throws IOException, InterruptedException {
        try (DockerDaemon docker = DockerDaemon.start(scratch.directory("d"))) {
            docker.load(saved).ok();
            assertEquals(
                    "content\n",
                    docker.run("run", "--rm", "--network", "none", "shop:1").ok().out());
            same(docker.read("shop:1"));
            Path theirs = scratch.resolve("docker.tar");
            docker.run("tag", "shop:1", "from-docker:1").ok();
            docker.run("save", "-o", theirs.toString(), "from-docker:1").ok();
            cooper.run("load", "-i", theirs.toString()).ok();
            same(read("from-docker:1"));
            String build = "FROM from-docker:1\nRUN test \"$(cat one/file)\" = content\n";
            Path context = scratch.directory("more");
            Files.writeString(context.resolve("Dockerfile"), build);
            cooper.in(context).run("build", ".").ok();
        }
    }

    @Test
    void podmanLoadsAndRunsWhatSaveWritesAndCooperLoadsItsOwn()
            throws IOException, InterruptedException {
        Podman podman = new Podman(scratch.directory("p"));
        podman.run("load", "-i", saved.toString()).ok();
        assertEquals("content\n", podman.runImage("shop:1").ok().out());
        for (String format : List.of("docker-archive", "oci-archive")) {
            Path theirs = scratch.resolve("podman-" + format + ".tar");
            podman.run("tag", "shop:1", "from-podman:" + format).ok();
            podman.run("save", "--format", format, "-o", theirs.toString(), "from-podman:" + format)
                    .ok();
            cooper.run("load", "-i", theirs.toString()).ok();
            same(read("localhost/from-podman:" + format));
        }
    }

    @Test
    void cooperLoadsWhatSkopeoWrites() throws IOException, InterruptedException {
        String skopeo = Peers.require("skopeo").toString();
        for (String transport : List.of("docker-archive", "oci-archive")) {
            Path theirs = scratch.resolve("skopeo-" + transport + ".tar");
            Processes.run(
                            skopeo,
                            "--insecure-policy",
                            "copy",
                            "-q",
                            "oci:" + cooper.home() + ":shop:1",
                            transport + ":" + theirs + ":localhost/from-skopeo:" + transport)
                    .ok();
            cooper.run("load", "-i", theirs.toString()).ok();
            same(read("localhost/from-skopeo:" + transport));
        }
    }

    private SavedImage read(String name) throws IOException, InterruptedException {
        Path archive = Files.createTempFile(scratch.path(), "read", ".tar");
        cooper.run("save", "-o", archive.toString(), name).ok();
        return SavedImage.ofArchive(archive);
    }

    private void same(SavedImage theirs) {
        assertEquals(
                "",
                String.join(
                        "\n", FileTree.differences(ours.tree(), theirs.tree(), Long.MAX_VALUE)));
        assertEquals("", String.join("\n", SavedImage.differences(ours, theirs)));
    }
}
