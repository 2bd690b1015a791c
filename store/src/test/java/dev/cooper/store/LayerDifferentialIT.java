package dev.cooper.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.archive.Compression;
import dev.cooper.archive.LayerWriter;
import dev.cooper.linux.Directory;
import dev.cooper.testkit.FileTree;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Layers written from snapshots, against GNU tar. */
class LayerDifferentialIT {
    /** All times count. */
    private static final long ALWAYS = Long.MAX_VALUE;

    @Test
    void extractsWithTarToTheSameFiles() throws IOException, InterruptedException {
        Machine.requireRoot();
        Peers.require("tar");
        try (ScratchDirectory scratch = ScratchDirectory.create("differential");
                Snapshots snapshots =
                        Snapshots.open(scratch.directory("store"), SnapshotOptions.DEFAULT)) {
            SnapshotId id;
            try (Work work = snapshots.prepare()) {
                try (Mounted mounted = snapshots.mount(List.of(), work)) {
                    fill(Path.of(mounted.root()));
                }
                id = snapshots.commit(work);
            }
            Path tar = write(snapshots, scratch, id, List.of(), "layer.tar");
            Path extracted = scratch.directory("extracted");
            Processes.run(
                            "tar",
                            "-x",
                            "--xattrs",
                            "--xattrs-include=*",
                            "--numeric-owner",
                            "--same-owner",
                            "-p",
                            "-f",
                            tar.toString(),
                            "-C",
                            extracted.toString())
                    .ok();
            try (Mounted mounted = snapshots.mount(List.of(id), null)) {
                assertEquals(
                        List.of(),
                        FileTree.differences(
                                FileTree.ofDirectory(Path.of(mounted.root())).without(List.of(".")),
                                FileTree.ofDirectory(extracted).without(List.of(".")),
                                ALWAYS));
            }
        }
    }

    /** Files of all kinds, made by other programs than Cooper. */
    private static void fill(Path root) throws IOException, InterruptedException {
        Peers.require("setfattr");
        Peers.require("setcap");
        String script =
                """
                set -e
                cd "$1"
                mkdir -p a/b/c empty; chmod 1777 empty; chmod 2750 a/b
                echo one >a/one; ln a/one a/b/second; ln a/one third; chown 12:34 a/one
                ln -s ../one a/b/link; chown -h 5:6 a/b/link
                mkfifo pipe; mknod tty c 5 0; mknod disk b 8 1
                echo su >su; chown 1:2 su; chmod 6755 su
                cp /bin/true cap; setcap cap_net_raw+ep cap
                setfattr -n user.colour -v red a; setfattr -n user.empty cap
                printf x >"$(printf 'latin\\351')"; : >'new
                line'; : >"ünï"
                long=$(printf 'x%.0s' $(seq 200)); mkdir "$long"; echo l >"$long/$long"
                truncate -s 3000000 sparse
                touch -d '1960-01-01 00:00:00.5 UTC' old; touch -h -d @1 a/b/link
                touch -d '2040-05-06 07:08:09.123456789 UTC' future a/b/c
                touch -d @1000000000 a
                """;
        Processes.run("sh", "-c", script, "sh", root.toString()).ok();
    }

    private static Path write(
            Snapshots snapshots,
            ScratchDirectory scratch,
            SnapshotId id,
            List<SnapshotId> parents,
            String name)
            throws IOException {
        Path tar = scratch.resolve(name);
        try (OutputStream out = Files.newOutputStream(tar);
                LayerWriter writer = new LayerWriter(out, Compression.NONE, -1)) {
            snapshots.writeLayer(id, writer.tar(), LayerOptions.DEFAULT, parents);
            writer.finish();
        }
        return tar;
    }

    /** Overlays give each name of a file its own copy when it changes; nothing here does that. */
    @Test
    void givesTheSameLayersWithEveryDriver() throws IOException, InterruptedException {
        Machine.requireRoot();
        List<List<String>> trees = new ArrayList<>();
        for (SnapshotDriver driver : List.of(SnapshotDriver.OVERLAY, SnapshotDriver.COPY)) {
            try (ScratchDirectory scratch = ScratchDirectory.create("drivers");
                    Snapshots snapshots =
                            Snapshots.open(
                                    scratch.directory("store"),
                                    SnapshotOptions.DEFAULT.withDriver(driver))) {
                trees.add(changeInTwoSteps(snapshots, scratch));
            }
        }
        assertEquals(String.join("\n", trees.get(0)), String.join("\n", trees.get(1)));
    }

    private static List<String> changeInTwoSteps(Snapshots snapshots, ScratchDirectory scratch)
            throws IOException, InterruptedException {
        SnapshotId base;
        try (Work work = snapshots.prepare()) {
            try (Mounted mounted = snapshots.mount(List.of(), work)) {
                fill(Path.of(mounted.root()));
            }
            base = snapshots.commit(work);
        }
        SnapshotId step;
        try (Work work = snapshots.prepare()) {
            try (Mounted mounted = snapshots.mount(List.of(base), work)) {
                String script =
                        """
                        set -e
                        cd "$1"
                        rm -r a/b; mkdir a/b; echo new >a/b/new
                        rm pipe; echo file >pipe; rm su; mkdir su
                        chown 7 cap; mv old older; chmod 700 empty
                        echo more >>future; ln -s x dangling; touch -r older tty
                        """;
                Processes.run("sh", "-c", script, "sh", mounted.root()).ok();
            }
            step = snapshots.commit(work);
        }
        Path tar = write(snapshots, scratch, step, List.of(base), "step.tar");
        FileTree tree = new FileTree();
        try (InputStream in = Files.newInputStream(tar)) {
            tree = FileTree.ofTar(in);
        }
        List<String> lines = new ArrayList<>(tree.lines());
        try (Mounted mounted = snapshots.mount(List.of(base, step), null);
                Directory root = mounted.directory()) {
            lines.add(root.path().isEmpty() ? "" : "whole file system");
            lines.addAll(FileTree.ofDirectory(Path.of(mounted.root())).lines());
        }
        return lines;
    }

    @Test
    void unpacksWhatTarPacks() throws IOException, InterruptedException {
        Machine.requireRoot();
        try (ScratchDirectory scratch = ScratchDirectory.create("differential");
                Snapshots snapshots =
                        Snapshots.open(scratch.directory("store"), SnapshotOptions.DEFAULT)) {
            Path source = scratch.directory("source");
            fill(source);
            Path tar = scratch.resolve("gnu.tar");
            Processes.run(
                            "tar",
                            "-c",
                            "--sparse",
                            "--format=posix",
                            "--xattrs",
                            "--xattrs-include=*",
                            "-f",
                            tar.toString(),
                            "-C",
                            source.toString(),
                            ".")
                    .ok();
            byte[] bytes = Files.readAllBytes(tar);
            List<SnapshotId> chain =
                    snapshots.unpack(
                            List.of(
                                    new LayerSource(
                                            dev.cooper.oci.Digest.sha256(bytes),
                                            () -> new ByteArrayInputStream(bytes))));
            try (Mounted mounted = snapshots.mount(chain, null)) {
                assertEquals(
                        List.of(),
                        FileTree.differences(
                                FileTree.ofDirectory(source),
                                FileTree.ofDirectory(Path.of(mounted.root())),
                                ALWAYS));
            }
        }
    }
}
