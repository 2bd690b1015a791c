package dev.cooper.store;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.Compression;
import dev.cooper.archive.DigestMismatchException;
import dev.cooper.archive.DigestingInputStream;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarReader;
import dev.cooper.linux.Directory;
import dev.cooper.linux.Flock;
import dev.cooper.oci.Digest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Unpacks the layers of one image side by side, each layer of the store once. */
final class LayerQueue {
    private static final int MAX_THREADS = 4;
    private static final int LOCK_POLL_MILLIS = 20;

    private final SnapshotHome home;
    private final WorkArea area;
    private final SnapshotOptions options;
    private final List<LayerSource> layers;
    private volatile boolean failed;

    LayerQueue(
            SnapshotHome home, WorkArea area, SnapshotOptions options, List<LayerSource> layers) {
        this.home = home;
        this.area = area;
        this.options = options;
        this.layers = layers;
    }

    /** A layer that is in the store, or one that waits for the layers below. */
    private sealed interface Outcome {
        record Ready(SnapshotId id) implements Outcome {}

        record Waiting(String name, Directory data, LayerUnpacker unpacker) implements Outcome {}
    }

    /** Returns the snapshots of all layers, bottom first. */
    List<SnapshotId> run() throws IOException {
        List<String> chainKeys = chainKeys();
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, MAX_THREADS);
        List<Future<Outcome>> futures = new ArrayList<>();
        try (ExecutorService executor =
                Executors.newFixedThreadPool(
                        Math.clamp(layers.size(), 1, threads), Thread.ofVirtual().factory())) {
            for (int i = 0; i < layers.size(); i++) {
                LayerSource layer = layers.get(i);
                String chainKey = chainKeys.get(i);
                futures.add(executor.submit(() -> unpack(layer, chainKey)));
            }
        }
        return publishInOrder(futures, chainKeys);
    }

    private List<String> chainKeys() {
        List<String> keys = new ArrayList<>();
        @Nullable Digest chain = null;
        for (LayerSource layer : layers) {
            chain =
                    chain == null
                            ? layer.diffId()
                            : Digest.sha256(
                                    (chain + " " + layer.diffId())
                                            .getBytes(StandardCharsets.US_ASCII));
            keys.add("chain:" + chain);
        }
        return keys;
    }

    private List<SnapshotId> publishInOrder(List<Future<Outcome>> futures, List<String> chainKeys)
            throws IOException {
        List<SnapshotId> ids = new ArrayList<>();
        @Nullable IOException problem = null;
        for (int i = 0; i < futures.size(); i++) {
            try {
                Outcome outcome = futures.get(i).get();
                switch (outcome) {
                    case Outcome.Ready ready -> ids.add(ready.id());
                    case Outcome.Waiting waiting -> {
                        if (problem == null) {
                            ids.add(complete(layers.get(i), waiting, ids, chainKeys.get(i)));
                        } else {
                            drop(waiting);
                        }
                    }
                }
            } catch (IOException | ExecutionException | InterruptedException e) {
                problem = worse(problem, e);
            }
        }
        if (problem != null) {
            throw problem;
        }
        return ids;
    }

    /** The first real problem counts; layers that gave up because of it have nothing to add. */
    private static IOException worse(@Nullable IOException before, Exception next) {
        if (next instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        Throwable cause = next instanceof ExecutionException ? next.getCause() : next;
        if (cause instanceof RuntimeException bug) {
            throw bug;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        IOException found =
                cause instanceof IOException e ? e : new InterruptedIOException("interrupted");
        return before == null || before instanceof GivenUpException ? found : before;
    }

    private SnapshotId complete(
            LayerSource layer, Outcome.Waiting waiting, List<SnapshotId> below, String key)
            throws IOException {
        try {
            List<SnapshotId> chain = Chains.visible(home, below);
            try (MergedDirectory parents = MergedDirectory.root(home, chain)) {
                new LayerCompletion(waiting.unpacker(), parents).run();
            }
            waiting.unpacker().finish();
            SnapshotInfo info = waiting.unpacker().info(key);
            return home.publish(area.directory(), waiting.name(), info);
        } catch (ArchiveException e) {
            throw named(layer, e);
        } finally {
            drop(waiting); // nothing is left of it when it became a snapshot
        }
    }

    private void drop(Outcome.Waiting waiting) throws IOException {
        close(waiting.data(), waiting.unpacker());
        discard(waiting.name());
    }

    private Outcome unpack(LayerSource layer, String chainKey) throws IOException {
        String key = layer.diffId().toString();
        SnapshotId known = known(key, chainKey);
        if (known != null) {
            return new Outcome.Ready(known);
        }
        String lockName = ".unpack-" + layer.diffId().hex().substring(0, 16);
        try (Flock alone = lock(lockName);
                Directory work = Directory.open(home.workPath().toString())) {
            known = known(key, chainKey);
            Outcome outcome = known != null ? new Outcome.Ready(known) : unpackNow(layer, key);
            work.removeTree(lockName); // whoever waits for it makes a new one
            return outcome;
        } catch (IOException | RuntimeException e) {
            failed = true;
            throw e;
        }
    }

    private @Nullable SnapshotId known(String key, String chainKey) throws IOException {
        SnapshotId id = home.find(key);
        return id != null ? id : home.find(chainKey);
    }

    /**
     * Lets one thread of all processes unpack a layer. Polling, because a thread that waits in the
     * kernel would keep other virtual threads from running.
     */
    private Flock lock(String name) throws IOException {
        Path path = home.workPath().resolve(name);
        while (true) {
            Flock lock = Flock.tryExclusive(path.toString());
            if (lock != null) {
                return lock;
            }
            giveUpIfFailed();
            try {
                Thread.sleep(LOCK_POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("unpacking layers: interrupted");
            }
        }
    }

    private Outcome unpackNow(LayerSource layer, String key) throws IOException {
        String name = area.makeDirectory("l");
        boolean done = false;
        @Nullable Directory data = null;
        @Nullable LayerUnpacker unpacker = null;
        try {
            try (Directory staged = area.directory().openDirectory(name)) {
                staged.mkdir(SnapshotHome.DATA, 0755);
                data = staged.openDirectory(SnapshotHome.DATA);
            }
            unpacker = new LayerUnpacker(data, home.marks(), options.ignoreOwnership());
            read(layer, unpacker);
            if (unpacker.needsParents()) {
                done = true;
                return new Outcome.Waiting(name, data, unpacker);
            }
            unpacker.finish();
            SnapshotId id = home.publish(area.directory(), name, unpacker.info(key));
            close(data, unpacker);
            discard(name); // there only when someone else was faster
            done = true;
            return new Outcome.Ready(id);
        } finally {
            if (!done) {
                close(data, unpacker);
                discard(name);
            }
        }
    }

    private void discard(String name) throws IOException {
        area.directory().removeTree(name);
    }

    private static void close(@Nullable Directory data, @Nullable LayerUnpacker unpacker) {
        if (unpacker != null) {
            unpacker.close();
        }
        if (data != null) {
            data.close();
        }
    }

    private void read(LayerSource layer, LayerUnpacker unpacker) throws IOException {
        try (InputStream blob = layer.blob().open();
                DigestingInputStream tar =
                        new DigestingInputStream(
                                Compression.decompressAny(blob), layer.diffId().algorithm())) {
            TarReader reader = new TarReader(tar, options.limits());
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                giveUpIfFailed();
                unpacker.apply(entry, reader.content());
            }
            tar.transferTo(OutputStream.nullOutputStream());
            long size = tar.count();
            Digest found = tar.digest();
            if (!found.equals(layer.diffId())) {
                throw new DigestMismatchException(layer.diffId(), found, size);
            }
            // What is left of the blob belongs to what its reader verifies.
            blob.transferTo(OutputStream.nullOutputStream());
        } catch (ArchiveException e) {
            throw named(layer, e);
        }
    }

    private static ArchiveException named(LayerSource layer, ArchiveException e) {
        return new ArchiveException("layer " + layer.diffId() + ": " + e.getMessage(), e);
    }

    private void giveUpIfFailed() throws IOException {
        if (failed) {
            throw new GivenUpException();
        }
    }

    /** Another layer failed; its problem is the one to tell. */
    private static final class GivenUpException extends IOException {
        private static final long serialVersionUID = 1L;

        GivenUpException() {
            super("given up because another layer could not be unpacked");
        }
    }
}
