package dev.cooper.registry.proxy;

import dev.cooper.oci.Digest;
import dev.cooper.registry.operations.Traces;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.storage.Blobs;
import dev.cooper.registry.storage.Notice;
import dev.cooper.registry.storage.Objects;
import dev.cooper.transfer.RegistryException;
import dev.cooper.transfer.Upstream;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The blobs that are being fetched: each once, however many clients want it. */
final class BlobFetches {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");

    private final Map<String, BlobFetch> running = new ConcurrentHashMap<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Path directory;
    private final Objects objects;
    private final Blobs blobs;
    private final ProxyCounts.Kind counts;
    private final Traces traces;

    /**
     * Begins with nothing under way.
     *
     * @param directory where blobs grow; on the file system of the objects where these are files.
     *     What an earlier process has left there is deleted
     */
    BlobFetches(
            Path directory, Objects objects, Blobs blobs, ProxyCounts.Kind counts, Traces traces)
            throws IOException {
        this.directory = directory;
        this.objects = objects;
        this.blobs = blobs;
        this.counts = counts;
        this.traces = traces;
        Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    /** Begins to fetch a blob, or finds that it is being fetched. The caller must leave it. */
    BlobFetch join(Mirrored target, Digest digest) throws IOException {
        String key = key(target, digest);
        while (true) {
            BlobFetch known = running.get(key);
            if (known != null && known.join()) {
                return known;
            }
            BlobFetch fresh =
                    new BlobFetch(
                            target.local(),
                            digest,
                            objects,
                            directory.resolve(UUID.randomUUID().toString()));
            fresh.join();
            if (running.putIfAbsent(key, fresh) == null) {
                Thread thread =
                        Thread.ofVirtual()
                                .name("registry-fetch")
                                .unstarted(traces.carried(() -> run(key, fresh, target)));
                threads.add(thread);
                thread.start();
                return fresh;
            }
            fresh.leave();
            fresh.leave();
            fresh.discard();
        }
    }

    private static String key(Mirrored target, Digest digest) {
        return target.mirror().name() + "@" + digest;
    }

    private void run(String key, BlobFetch fetch, Mirrored target) {
        Digest digest = Digest.parse(key.substring(key.indexOf('@') + 1));
        try {
            fetch(fetch, target, digest);
        } catch (ApiException e) {
            fetch.fails(e);
        } catch (RegistryException e) {
            fetch.fails(
                    target.mirror()
                            .refusal(e, ErrorCode.BLOB_UNKNOWN, target.asked() + "@" + digest));
        } catch (EOFException e) {
            String lie = target.mirror().address() + " is not to be trusted: " + e.getMessage();
            LOG.log(System.Logger.Level.WARNING, "caching " + target.local() + ": " + lie);
            fetch.fails(new ApiException(ErrorCode.UNKNOWN, 502, lie));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "fetching " + digest + " for " + target.asked(), e);
            fetch.fails(
                    new ApiException(
                            ErrorCode.UNKNOWN, 502, "fetching " + digest + ": " + e.getMessage()));
        } finally {
            running.remove(key, fetch);
            end(fetch);
            threads.remove(Thread.currentThread());
        }
    }

    private void fetch(BlobFetch fetch, Mirrored target, Digest digest) throws IOException {
        if (blobs.find(target.local(), digest).isPresent()) {
            fetch.isStored(); // since its absence was noticed
            return;
        }
        Optional<Upstream.Content> found =
                target.mirror().ask(false, upstream -> upstream.blob(target.remote(), digest));
        if (found.isEmpty()) {
            throw new ApiException(
                    ErrorCode.BLOB_UNKNOWN,
                    target.mirror().address()
                            + " has no blob "
                            + digest
                            + " in "
                            + target.remote());
        }
        try (var in = found.get().in()) {
            fetch.begins(found.get().size());
            fetch.take(in, counts);
        }
        blobs.add(target.local(), digest, fetch, Notice.NONE);
        fetch.isStored();
    }

    /** Waits for all that are under way to end. */
    void awaitAll() {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(BlobFetch fetch) {
        try {
            fetch.leave();
            fetch.discard();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "deleting the file of a fetched blob", e);
        }
    }
}
