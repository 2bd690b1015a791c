package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.SavedImage;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/** Stores on a full disk, on a read-only one, and with damaged content. */
class FaultyStoreIT {
    private ScratchDirectory scratch;
    private Path base;
    private Path context;

    @BeforeEach
    void makeBase() throws IOException, InterruptedException {
        Machine.requireRoot();
        scratch = ScratchDirectory.create("faults");
        base = BaseImage.archive(scratch.directory("base"));
        context = scratch.directory("context");
    }

    @AfterEach
    void clean() throws IOException, InterruptedException {
        if (scratch != null) {
            Processes.run("umount", scratch.resolve("disk").toString());
            scratch.close();
        }
    }

    @Test
    void fullDiskFailsTheBuildAndLosesNothing() throws IOException, InterruptedException {
        CooperCommand cooper = onSmallDisk("40m");
        cooper.run("load", "-i", base.toString()).ok();
        dockerfile("FROM localhost/base:1\nRUN echo small > /small\n");
        cooper.run("build", "-t", "small:1", ".").ok();
        // Noise, so that neither a hole nor compression saves it.
        dockerfile("FROM localhost/base:1\nRUN dd if=/dev/urandom of=/big bs=1M count=80\n");
        failsClearly(cooper.run("build", "--progress", "plain", "-t", "big:1", "."), "space");
        Files.write(context.resolve("big"), noise(60 << 20));
        dockerfile("FROM localhost/base:1\nCOPY big /big\n");
        failsClearly(cooper.run("build", "--progress", "plain", "-t", "big:1", "."), "space");

        String images = cooper.run("images").ok().out();
        assertTrue(images.contains("small"), images);
        assertFalse(images.contains("big"), images);
        Path saved = scratch.resolve("small.tar");
        cooper.run("save", "-o", saved.toString(), "small:1").ok();
        assertTrue(SavedImage.ofArchive(saved).tree().nodes().containsKey("small"));
        dockerfile("FROM small:1\nRUN echo again > /again\n");
        cooper.run("build", "-t", "again:1", ".").ok();
    }

    @Test
    void readOnlyStoreStillShowsItsImagesAndRefusesBuildsClearly()
            throws IOException, InterruptedException {
        CooperCommand cooper = onSmallDisk("100m");
        cooper.run("load", "-i", base.toString()).ok();
        dockerfile("FROM localhost/base:1\nRUN echo x > /x\n");
        Processes.run("mount", "-o", "remount,ro", scratch.resolve("disk").toString()).ok();
        assertTrue(cooper.run("images").ok().out().contains("base"));
        cooper.run("inspect", "localhost/base:1").ok();
        cooper.run("history", "localhost/base:1").ok();
        refused(cooper.run("build", "--progress", "plain", "-t", "x:1", "."));
        refused(cooper.run("tag", "localhost/base:1", "other:1"));
        refused(cooper.run("rmi", "localhost/base:1"));
        Processes.run("mount", "-o", "remount,rw", scratch.resolve("disk").toString()).ok();
        cooper.run("build", "-t", "x:1", ".").ok();
    }

    @Test
    void damagedLayerIsNamedAndNothingElseIsLost() throws IOException, InterruptedException {
        CooperCommand cooper = CooperCommand.at(scratch.resolve("home")).in(context);
        dockerfile("FROM scratch\nCOPY Dockerfile /only\n");
        cooper.run("build", "-t", "whole:1", ".").ok();
        cooper.run("load", "-i", base.toString()).ok();
        Path blob = damageBiggestBlob(scratch.resolve("home"));
        String digest = "sha256:" + blob.getFileName();

        Path saved = scratch.resolve("saved.tar");
        Processes.Result save = cooper.run("save", "-o", saved.toString(), "localhost/base:1");
        failsClearly(save, digest);
        assertFalse(Files.exists(saved), "a half archive is left");
        cooper.run("save", "-o", saved.toString(), "whole:1").ok();
        // What the message says to do: the archive then brings the right bytes again.
        Files.delete(blob);
        cooper.run("load", "-i", base.toString()).ok();
        cooper.run("save", "-o", saved.toString(), "localhost/base:1").ok();
        assertTrue(SavedImage.ofArchive(saved).tree().nodes().containsKey("bin/busybox"));
    }

    @Test
    void buildOnADamagedLayerFailsClearly() throws IOException, InterruptedException {
        CooperCommand cooper = CooperCommand.at(scratch.resolve("home")).in(context);
        cooper.run("load", "-i", base.toString()).ok();
        Path blob = damageBiggestBlob(scratch.resolve("home"));
        Path snapshots = scratch.resolve("home").resolve("cooper/snapshots");
        Processes.run("rm", "-rf", snapshots.toString());
        dockerfile("FROM localhost/base:1\nRUN echo x > /x\n");
        failsClearly(
                cooper.run("build", "--progress", "plain", "-t", "x:1", "."),
                blob.getFileName().toString().substring(0, 12));
    }

    @Test
    void damagedArchiveIsRefused() throws IOException, InterruptedException {
        CooperCommand cooper = CooperCommand.at(scratch.resolve("home")).in(context);
        Path cut = scratch.resolve("cut.tar");
        byte[] bytes = Files.readAllBytes(base);
        Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        failsClearly(cooper.run("load", "-i", cut.toString()), "damaged");
        Files.write(cut, new byte[100_000]);
        failsClearly(cooper.run("load", "-i", cut.toString()), "archive");
        assertEquals("", cooper.run("images", "-q").ok().out());
    }

    private CooperCommand onSmallDisk(String size) throws IOException, InterruptedException {
        Path disk = scratch.directory("disk");
        Processes.run("mount", "-t", "tmpfs", "-o", "size=" + size, "none", disk.toString()).ok();
        return CooperCommand.at(disk.resolve("home")).in(context);
    }

    private void dockerfile(String text) throws IOException {
        Files.writeString(context.resolve("Dockerfile"), text);
    }

    private static Path damageBiggestBlob(Path home) throws IOException {
        Path biggest;
        try (Stream<Path> blobs = Files.list(home.resolve("blobs/sha256"))) {
            biggest = blobs.max(Comparator.comparing(FaultyStoreIT::size)).orElseThrow();
        }
        biggest.toFile().setWritable(true);
        try (RandomAccessFile file = new RandomAccessFile(biggest.toFile(), "rw")) {
            long middle = file.length() / 2;
            file.seek(middle);
            int old = file.read();
            file.seek(middle);
            file.write(old ^ 0x55);
        }
        return biggest;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        new java.util.Random(1).nextBytes(noise);
        return noise;
    }

    private static void refused(Processes.Result result) {
        boolean kernelSaid =
                result.err().contains("read-only") || result.out().contains("read-only");
        failsClearly(result, kernelSaid ? "read-only" : "cannot be written");
    }

    /** Exit code 1, the word in the message, and no stack trace. */
    static void failsClearly(Processes.Result result, String word) {
        result.exits(1);
        String said = result.out() + result.err();
        assertTrue(said.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)), said);
        assertFalse(said.contains("\tat dev.cooper"), said);
        assertFalse(said.contains("Exception"), said);
    }
}
