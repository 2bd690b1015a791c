package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Archives, layers and contexts made to break out, to hang or to fill the machine. */
class HostileInputIT {
    private ScratchDirectory scratch;
    private Path context;
    private Path canary;
    private CooperCommand cooper;

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        Machine.requireBuilds();
        scratch = ScratchDirectory.create("hostile");
        context = scratch.directory("context");
        canary = scratch.directory("canary");
        Files.writeString(canary.resolve("file"), "untouched");
        cooper = CooperCommand.at(scratch.resolve("home")).in(context);
        cooper.run("load", "-i", BaseImage.archive(scratch.directory("base")).toString()).ok();
    }

    @AfterEach
    void clean() throws IOException {
        if (scratch != null) {
            scratch.close();
        }
    }

    /** What each hostile archive holds; the canary's path is filled in. */
    private interface Hostile {
        void write(TarArchiveOutputStream tar, String canary) throws IOException;
    }

    private record Named(String name, Hostile archive) {}

    private static List<Named> archives() {
        List<Named> all = new ArrayList<>();
        all.add(new Named("parent path", (t, c) -> file(t, up(c) + "/new", "x")));
        all.add(new Named("parent path inside", (t, c) -> file(t, "a/../" + up(c) + "/new", "x")));
        all.add(new Named("absolute path", (t, c) -> file(t, c + "/new", "x")));
        all.add(new Named("symlink then file", (t, c) -> throughLink(t, c)));
        all.add(new Named("relative symlink then file", (t, c) -> throughLink(t, up(c))));
        all.add(
                new Named(
                        "symlink replaced under a directory",
                        (t, c) -> {
                            file(t, "d/f", "x");
                            link(t, "d", c);
                            file(t, "d/file", "broken");
                        }));
        all.add(new Named("hard link out", (t, c) -> hardLink(t, c + "/file")));
        all.add(new Named("hard link up", (t, c) -> hardLink(t, up(c) + "/file")));
        all.add(
                new Named(
                        "hard link through symlink",
                        (t, c) -> {
                            link(t, "l", c);
                            hardLink(t, "l/file");
                        }));
        all.add(new Named("whiteout up", (t, c) -> file(t, up(c) + "/.wh.file", "")));
        all.add(new Named("whiteout of the parent", (t, c) -> file(t, "a/.wh...", "")));
        all.add(new Named("whiteout through symlink", HostileInputIT::whiteoutThroughLink));
        all.add(
                new Named(
                        "opaque through symlink",
                        (t, c) -> {
                            link(t, "l", c);
                            file(t, "l/.wh..wh..opq", "");
                        }));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> archiveOfAddCannotReachOutside() {
        return archives().stream()
                .map(a -> DynamicTest.dynamicTest(a.name(), () -> addContained(a)));
    }

    @TestFactory
    Stream<DynamicTest> layerCannotReachOutside() {
        return archives().stream()
                .map(a -> DynamicTest.dynamicTest(a.name(), () -> layerContained(a)));
    }

    private void addContained(Named hostile) throws IOException, InterruptedException {
        Files.write(context.resolve("x.tar"), tar(hostile));
        dockerfile("FROM localhost/base:1\nADD x.tar /in/\nRUN true\n");
        endsCleanly(cooper.run("build", "--progress", "plain", "."));
        assertCanaryIsWhole();
    }

    private void layerContained(Named hostile) throws IOException, InterruptedException {
        Path image = scratch.resolve("image.tar");
        Files.write(image, dockerArchive(tar(hostile)));
        Processes.Result load = cooper.run("load", "-i", image.toString());
        endsCleanly(load);
        dockerfile("FROM localhost/hostile:1\nCOPY Dockerfile /made/by/copy\n");
        endsCleanly(cooper.run("build", "--progress", "plain", "."));
        assertCanaryIsWhole();
    }

    @Test
    void deviceNodesOfAnArchiveStayNodesInTheImage() throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry disk = new TarArchiveEntry("disk", TarConstants.LF_BLK);
            disk.setDevMajor(8);
            disk.setMode(0666);
            tar.putArchiveEntry(disk);
            tar.closeArchiveEntry();
        }
        Files.write(context.resolve("x.tar"), bytes.toByteArray());
        dockerfile("FROM localhost/base:1\nADD x.tar /in/\nRUN ! head -c 1 /in/disk\n");
        endsCleanly(cooper.run("build", "--progress", "plain", "."));
    }

    @Test
    void aMillionEntriesNeedNoMemoryForEach() throws IOException, InterruptedException {
        Path archive = context.resolve("many.tar.gz");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive));
                TarArchiveOutputStream tar =
                        new TarArchiveOutputStream(new GZIPOutputStream(out, 1 << 16))) {
            for (int i = 0; i < 1_000_000; i++) {
                // One name again and again: it is the reader that must cope, not the disk.
                TarArchiveEntry entry = new TarArchiveEntry("d/" + i % 10);
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
        }
        dockerfile("FROM scratch\nADD many.tar.gz /\n");
        endsCleanly(
                cooper.with("COOPER_JAVA_OPTIONS", "-Xmx200m")
                        .run("build", "--progress", "plain", "."));
    }

    @Test
    void tenGigabytesOfZerosInASmallGzipAreRefused() throws IOException, InterruptedException {
        Path archive = context.resolve("zeros.tar.gz");
        long size = 10L << 30;
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        TarArchiveOutputStream tar = new TarArchiveOutputStream(head);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
        TarArchiveEntry entry = new TarArchiveEntry("zeros");
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        byte[] member = gzip(new byte[64 << 20]);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive))) {
            out.write(gzip(java.util.Arrays.copyOf(head.toByteArray(), 512)));
            for (long done = 0; done < size; done += 64 << 20) {
                out.write(member);
            }
            out.write(gzip(new byte[1024]));
        }
        dockerfile("FROM scratch\nADD zeros.tar.gz /\n");
        Processes.Result result =
                cooper.within(Duration.ofMinutes(2)).run("build", "--progress", "plain", ".");
        FaultyStoreIT.failsClearly(result, "zeros.tar.gz");
        long left =
                Long.parseLong(
                        Processes.run("du", "-sm", cooper.home().toString())
                                .ok()
                                .out()
                                .split("\t", 2)[0]);
        assertTrue(left < 1000, left + " MB are left in the store");
    }

    @Test
    void contextWithEverythingOddBuilds() throws IOException, InterruptedException {
        Files.writeString(context.resolve("file"), "x");
        Processes.run("mkfifo", context.resolve("fifo").toString()).ok();
        Files.createSymbolicLink(context.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(context.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(context.resolve("self"), Path.of("."));
        Processes.run(
                        "sh",
                        "-c",
                        "printf x > \"$0/$(printf 'caf\\351')\"; printf y > \"$0/a\nb\"",
                        context.toString())
                .ok();
        dockerfile(
                "FROM localhost/base:1\nCOPY . /all\nRUN test -h /all/loop && test -f /all/file\n");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(context.resolve("socket")));
            cooper.run("build", "--progress", "plain", ".").ok();
        }
        // A symbolic link at the root of the context that leads out of it stays inside.
        dockerfile("FROM scratch\nCOPY up/canary/file /stolen\n");
        cooper.run("build", "--progress", "plain", ".").exits(1);
        dockerfile("FROM scratch\nCOPY loop /loop\n");
        FaultyStoreIT.failsClearly(cooper.run("build", "--progress", "plain", "."), "loop");
    }

    @Test
    void unreadableFilesAreNamed() throws IOException, InterruptedException {
        Machine.requireRoot();
        Path home = scratch.directory("user");
        Path own = scratch.directory("user/context");
        Files.writeString(own.resolve("readable"), "x");
        Files.writeString(own.resolve("locked"), "secret");
        Files.writeString(own.resolve("Dockerfile"), "FROM scratch\nCOPY . /\n");
        dev.cooper.testkit.TestUser.own(home);
        Processes.run("chown", "0:0", own.resolve("locked").toString()).ok();
        Processes.run("chmod", "600", own.resolve("locked").toString()).ok();
        CooperCommand user = CooperCommand.at(home.resolve("store")).in(own).asOrdinaryUser();
        FaultyStoreIT.failsClearly(user.run("build", "--progress", "plain", "."), "locked");
        Files.writeString(own.resolve(".dockerignore"), "locked\n");
        user.run("build", "--progress", "plain", ".").ok();
    }

    private static void whiteoutThroughLink(TarArchiveOutputStream tar, String canary)
            throws IOException {
        link(tar, "l", canary);
        file(tar, "l/.wh.file", "");
    }

    private static void throughLink(TarArchiveOutputStream tar, String target) throws IOException {
        link(tar, "l", target);
        file(tar, "l/new", "x");
        file(tar, "l/file", "broken");
    }

    /** A relative path that climbs far enough from anywhere. */
    private static String up(String absolute) {
        return "../".repeat(30) + absolute.substring(1);
    }

    private static void file(TarArchiveOutputStream tar, String name, String text)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream tar, String name, String target)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static void hardLink(TarArchiveOutputStream tar, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry("hard", TarConstants.LF_LINK);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        // Writing to the name again would write into the linked file of a careless extractor.
        file(tar, "hard", "broken");
    }

    private byte[] tar(Named hostile) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            hostile.archive().write(tar, canary.toString());
        }
        return bytes.toByteArray();
    }

    private byte[] dockerArchive(byte[] layer) throws IOException {
        String diffId = dev.cooper.oci.Digest.sha256(layer).toString();
        String config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"%s\"]}}"
                        .formatted(diffId);
        String manifest =
                "[{\"Config\":\"c.json\",\"RepoTags\":[\"localhost/hostile:1\"],\"Layers\":[\"l.tar\"]}]";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            file(tar, "manifest.json", manifest);
            file(tar, "c.json", config);
            TarArchiveEntry entry = new TarArchiveEntry("l.tar");
            entry.setSize(layer.length);
            tar.putArchiveEntry(entry);
            tar.write(layer);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private void dockerfile(String text) throws IOException {
        Files.writeString(context.resolve("Dockerfile"), text);
    }

    /** Success, or one clear sentence; never a crash. */
    private static void endsCleanly(Processes.Result result) {
        String said = result.out() + result.err();
        assertTrue(result.exit() == 0 || result.exit() == 1, said);
        assertFalse(said.contains("\tat dev.cooper"), said);
        assertFalse(said.contains("Exception"), said);
        assertFalse(said.contains("OutOfMemory"), said);
    }

    private void assertCanaryIsWhole() throws IOException {
        assertEquals("untouched", Files.readString(canary.resolve("file")));
        try (Stream<Path> files = Files.list(canary)) {
            assertEquals(1, files.count());
        }
    }
}
