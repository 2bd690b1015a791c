package dev.cooper.base;

import dev.cooper.archive.TarWriter;
import dev.cooper.linux.Directory;
import dev.cooper.linux.Sandbox;
import dev.cooper.linux.Sandboxes;
import dev.cooper.store.LayerOptions;
import dev.cooper.store.LocalStore;
import dev.cooper.store.Mounted;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.SnapshotOptions;
import dev.cooper.store.Snapshots;
import dev.cooper.store.Work;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the file system of a minbase image in a snapshot and hands it on as a layer. */
final class MinbaseBuild implements AutoCloseable {
    private final Snapshots snapshots;
    private final Path temporary;
    private final boolean singleUser;
    private final BaseProgress progress;

    /**
     * Makes the work.
     *
     * @param store holds the snapshot meanwhile
     * @param temporary a directory of the store for other files
     * @param environment the environment of the process
     * @param progress hears what is being done
     */
    MinbaseBuild(
            LocalStore store,
            Path temporary,
            Map<String, String> environment,
            BaseProgress progress)
            throws IOException {
        this.singleUser = "single".equals(environment.get("COOPER_NAMESPACE"));
        this.temporary = temporary;
        this.progress = progress;
        this.snapshots =
                Snapshots.open(
                        store.home(), SnapshotOptions.DEFAULT.withIgnoreOwnership(singleUser));
        if (singleUser) {
            progress.warning(
                    "one user is all that this user namespace has: every file of the image will"
                            + " belong to root (install uidmap and give yourself a range in"
                            + " /etc/subuid to keep owners)");
        }
    }

    /**
     * Unpacks, configures and cleans.
     *
     * @param tree the first packages, complete
     * @param selection says what comes after them
     * @param debs the package files
     * @param seconds the date of the image
     * @return the snapshot; remove it when its layer is written
     */
    SnapshotId make(PackageTree tree, Selection selection, Map<DebPackage, Path> debs, long seconds)
            throws IOException, InterruptedException {
        Sandbox sandbox = Sandboxes.open(Optional.empty());
        try (Work work = snapshots.prepare()) {
            try (Mounted mounted = snapshots.mount(List.of(), work)) {
                MinbaseRoot root =
                        new MinbaseRoot(mounted.root(), sandbox, !singleUser, seconds, progress);
                progress.step("unpacking " + selection.core().size() + " packages");
                root.unpack(tree);
                progress.step(
                        selection.extras().isEmpty()
                                ? "configuring them"
                                : "configuring them and installing "
                                        + selection.extras().size()
                                        + " more");
                configure(root, tree, selection, debs);
                try (Directory directory = mounted.directory()) {
                    new RootCleaning(directory, seconds).run();
                }
            }
            return snapshots.commit(work);
        }
    }

    private void configure(
            MinbaseRoot root, PackageTree tree, Selection selection, Map<DebPackage, Path> debs)
            throws IOException, InterruptedException {
        if (selection.extras().isEmpty()) {
            root.configure(tree.packages(), Optional.empty(), selection.automatic());
            return;
        }
        Path directory = Files.createTempDirectory(temporary, "debs");
        try {
            for (DebPackage extra : selection.extras()) {
                Path deb = debs.get(extra);
                if (deb == null) {
                    throw new IllegalStateException("no file for " + extra);
                }
                String name = extra.name() + "_" + extra.version().replace(":", "%3a") + "_";
                place(deb, directory.resolve(name + extra.architecture() + ".deb"));
            }
            root.configure(tree.packages(), Optional.of(directory), selection.automatic());
        } finally {
            delete(directory);
        }
    }

    private static void place(Path deb, Path at) throws IOException {
        try {
            Files.createLink(at, deb);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(deb, at); // a file system without hard links
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** Writes a snapshot's files as a layer. */
    void write(SnapshotId snapshot, TarWriter tar, long seconds) throws IOException {
        snapshots.writeLayer(snapshot, tar, LayerOptions.clampedTo(seconds), List.of());
    }

    /** Forgets a snapshot. */
    void remove(SnapshotId snapshot) throws IOException {
        snapshots.remove(List.of(snapshot));
    }

    @Override
    public void close() throws IOException {
        snapshots.close();
    }
}
