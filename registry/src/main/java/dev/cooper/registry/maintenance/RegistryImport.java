package dev.cooper.registry.maintenance;

import dev.cooper.oci.Digest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.storage.Blobs;
import dev.cooper.registry.storage.ManifestDocument;
import dev.cooper.registry.storage.Manifests;
import dev.cooper.registry.storage.Notice;
import dev.cooper.registry.storage.Repositories;
import dev.cooper.registry.storage.Storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes over what another registry or an OCI layout has stored. What is here already is passed by,
 * so that an import may be broken off at any time and begun again; a tag that is here stays where
 * it points. The registry may be running.
 */
public final class RegistryImport {
    /** The bytes of a repository may take long to verify. */
    private static final Duration LEASE = Duration.ofDays(1);

    /**
     * What was taken over.
     *
     * @param repositories how many repositories were looked at
     * @param manifests how many manifests were new
     * @param tags how many tags were new
     * @param blobs how many blobs were new
     * @param bytes how many bytes these have
     * @param refused what was not taken and why, a sentence each
     */
    public record Report(
            long repositories,
            long manifests,
            long tags,
            long blobs,
            long bytes,
            List<String> refused) {
        /** Copies the list. */
        public Report {
            refused = List.copyOf(refused);
        }

        /** The same as the members of a JSON object. */
        public Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("repositories", repositories);
            json.put("manifests", manifests);
            json.put("tags", tags);
            json.put("blobs", blobs);
            json.put("bytes", bytes);
            json.put("refused", refused);
            return json;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Found(Digest digest, byte[] content, ManifestDocument document) {}

    private final Storage storage;
    private final ForeignStore from;
    private final RegistryCheck.Progress progress;
    private final Path scratch;
    private final Set<String> types;
    private final Blobs blobs;
    private final Manifests manifests;
    private final List<String> refused = new ArrayList<>();
    private final AtomicLong newBlobs = new AtomicLong();
    private final AtomicLong newBytes = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong known = new AtomicLong();
    private long newManifests;
    private long newTags;

    private RegistryImport(
            Storage storage,
            RegistryConfig config,
            ForeignStore from,
            RegistryCheck.Progress progress) {
        this.storage = storage;
        this.from = from;
        this.progress = progress;
        this.scratch = config.storage().directory().resolve("uploads");
        this.types = config.manifests().types();
        this.blobs = new Blobs(storage.database(), storage.objects(), LEASE);
        this.manifests = new Manifests(storage.database(), config.manifests().sparse());
    }

    /**
     * Imports.
     *
     * @param config how the registry is set up that gets everything; it is made if it is missing
     * @param directory where the other one's files are; empty for the registry's own directory
     * @param repository what to call the repository of a single OCI layout
     * @param progress is told how far it is
     * @throws IOException when the directory has nothing to import, or cannot be read
     */
    public static Report run(
            RegistryConfig config,
            Optional<Path> directory,
            Optional<String> repository,
            RegistryCheck.Progress progress)
            throws IOException, InterruptedException {
        Path place = directory.orElse(config.storage().directory());
        ForeignStore from = ForeignStore.in(place, repository.map(Names::repository));
        try (Storage storage = Storage.open(config)) {
            RegistryImport run = new RegistryImport(storage, config, from, progress);
            Files.createDirectories(run.scratch);
            List<String> names = from.repositories();
            for (String name : names) {
                run.repository(name);
            }
            return new Report(
                    names.size(),
                    run.newManifests,
                    run.newTags,
                    run.newBlobs.get(),
                    run.newBytes.get(),
                    run.refused);
        }
    }

    private void repository(String name) throws IOException, InterruptedException {
        if (!Names.isRepository(name)) {
            refused.add(name + ": no name of a repository");
            return;
        }
        ForeignStore.Contents contents = from.contents(name);
        List<Found> found = new ArrayList<>();
        Set<Digest> needed = new LinkedHashSet<>();
        for (Map.Entry<Digest, String> each : contents.manifests().entrySet()) {
            if (manifests.byDigest(name, each.getKey()).isEmpty()) {
                manifest(name, each.getKey(), each.getValue())
                        .ifPresent(manifest -> {
                            found.add(manifest);
                            needed.addAll(manifest.document.blobs());
                        });
            }
        }
        takeBlobs(name, needed);
        for (Found each : found) {
            put(name, each);
        }
        for (Map.Entry<String, Digest> tag : contents.tags().entrySet()) {
            tag(name, tag.getKey(), tag.getValue());
        }
    }

    private Optional<Found> manifest(String repository, Digest digest, String mediaType)
            throws IOException {
        String name = repository + "@" + digest;
        Path file = from.file(repository, digest);
        try {
            if (Files.size(file) > ManifestDocument.LIMIT) {
                refused.add(name + ": larger than a manifest may be");
                return Optional.empty();
            }
            byte[] content = Files.readAllBytes(file);
            Digest actual =
                    Digest.of(
                            digest.algorithm(),
                            digest.algorithm().newMessageDigest().digest(content));
            if (!actual.equals(digest)) {
                refused.add(name + ": its bytes have digest " + actual);
                return Optional.empty();
            }
            String type = mediaType.isEmpty() ? mediaType(content) : mediaType;
            return Optional.of(
                    new Found(
                            digest,
                            content,
                            ManifestDocument.parse(Optional.of(type), content, types)));
        } catch (NoSuchFileException e) {
            refused.add(name + ": its bytes are missing");
        } catch (ApiException | SyntaxException e) {
            refused.add(name + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    /** Distribution's files do not tell it; old OCI manifests do not either. */
    private static String mediaType(byte[] content) {
        JsonObject json = JsonObject.parse(content, "manifest");
        String inside = json.string("mediaType", "");
        if (!inside.isEmpty()) {
            return inside;
        }
        return json.has("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
    }

    private void takeBlobs(String repository, Set<Digest> needed)
            throws IOException, InterruptedException {
        known.addAndGet(needed.size());
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 16);
        List<Future<Optional<String>>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (Digest digest : needed) {
                running.add(pool.submit(() -> takeBlob(repository, digest)));
            }
            for (Future<Optional<String>> each : running) {
                each.get().ifPresent(refused::add);
            }
        } catch (ExecutionException e) {
            throw new IOException("importing " + repository + ": " + e.getMessage(), e);
        }
    }

    /** Takes a blob over; returns why not, if not. */
    private Optional<String> takeBlob(String repository, Digest digest) throws IOException {
        Path file = from.file(repository, digest);
        try {
            if (blobs.sizeAndKeep(repository, digest).isPresent()
                    || blobs.mount(repository, digest, Optional.empty(), Notice.NONE)) {
                return Optional.empty();
            }
            try (ForeignFile source = new ForeignFile(file, scratch, storage.objects())) {
                Digest actual = source.digest(digest.algorithm());
                if (!actual.equals(digest)) {
                    return Optional.of("blob " + digest + ": its bytes have digest " + actual);
                }
                blobs.add(repository, digest, source, Notice.NONE);
                newBlobs.incrementAndGet();
                newBytes.addAndGet(source.size());
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of("blob " + digest + ": its bytes are missing: " + file);
        } finally {
            progress.at(seen.incrementAndGet(), known.get(), newBytes.get(), newBytes.get());
        }
    }

    private void put(String repository, Found found) throws IOException {
        try {
            manifests.put(
                    repository,
                    found.digest,
                    found.document,
                    found.content,
                    List.of(),
                    "",
                    Notice.NONE);
            newManifests++;
        } catch (ApiException e) {
            refused.add(repository + "@" + found.digest + ": " + e.getMessage());
        }
    }

    /** Puts a tag on a manifest that is here, unless there is one of that name. */
    private void tag(String repository, String tag, Digest digest) throws IOException {
        if (!Names.isTag(tag)) {
            refused.add(repository + ":" + tag + ": no name of a tag");
            return;
        }
        boolean isNew =
                storage.database()
                        .write(sql -> {
                            Optional<Long> id = Repositories.lock(sql, repository);
                            if (id.isEmpty()
                                    || sql.exists(
                                            "SELECT 1 FROM tag WHERE repository_id = ? AND name ="
                                                    + " ?",
                                            id.get(),
                                            tag)) {
                                return false;
                            }
                            Optional<Long> manifest =
                                    sql.first(
                                            row -> row.getLong(1),
                                            "SELECT id FROM manifest WHERE repository_id = ? AND"
                                                    + " digest = ?",
                                            id.get(),
                                            digest.toString());
                            if (manifest.isPresent()) {
                                Manifests.tag(
                                        sql, id.get(), tag, manifest.get(), digest.toString(), "");
                            }
                            return manifest.isPresent();
                        });
        newTags += isNew ? 1 : 0;
    }
}
