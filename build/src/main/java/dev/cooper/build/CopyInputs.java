package dev.cooper.build;

import dev.cooper.build.copy.CopyOperation;
import dev.cooper.build.copy.CopyOptions;
import dev.cooper.build.copy.FileDigest;
import dev.cooper.build.copy.HttpSource;
import dev.cooper.build.copy.Selection;
import dev.cooper.build.copy.Sources;
import dev.cooper.build.copy.StatCache;
import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.linux.Directory;
import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Mounted;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Snapshots;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that copies read: selected and digested for cache keys, and copied when a step is not
 * cached. What is in the context is looked at once a build.
 */
final class CopyInputs implements AutoCloseable {
    private static final long MAX_DOWNLOAD = 64L << 30;

    private final BuildRequest request;
    private final Snapshots snapshots;
    private final Path cache;
    private final IdentityHashMap<CopyStep, Content> fromContext = new IdentityHashMap<>();
    private final Map<String, HttpSource.Download> downloads = new LinkedHashMap<>();
    private @Nullable Directory directory;
    private @Nullable StatCache statCache;
    private @Nullable Sources context;
    private @Nullable HttpSource http;

    CopyInputs(BuildRequest request, Snapshots snapshots, Path cache) {
        this.request = request;
        this.snapshots = snapshots;
        this.cache = cache;
    }

    /** Selected files with their digests. */
    record Content(Selection selection, List<FileDigest> digests, Digest digest) {
        static Content of(Selection selection) throws IOException {
            List<FileDigest> digests = selection.digests();
            return new Content(selection, digests, selection.contentDigest(digests));
        }

        /** Enters a key by a name that starts with {@code content}; no other part may have it. */
        void addTo(KeyInputs key, String name) {
            key.with(name, digest.toString());
            for (FileDigest file : digests) {
                key.detail("file " + file.path(), file.digest().toString());
            }
        }
    }

    /** What a step takes from the build context. */
    synchronized Content ofContext(CopyStep step) throws IOException {
        Content known = fromContext.get(step);
        if (known == null) {
            known = Content.of(context().select(step.paths(), step.parents(), step.excludes()));
            fromContext.put(step, known);
        }
        return known;
    }

    private Sources context() throws IOException {
        Sources opened = context;
        if (opened == null) {
            Path path =
                    request.context()
                            .orElseThrow(() ->
                                    new IOException(
                                            "this build has no context to copy from; give a"
                                                    + " directory instead of -"));
            Path real = path.toRealPath();
            directory = Directory.open(real.toString());
            statCache = StatCache.open(cache.resolve("stat"), real.toString());
            opened = Sources.ofContext(directory, ignoreFile(), statCache);
            context = opened;
        }
        return opened;
    }

    private IgnoreFile ignoreFile() {
        Optional<BuildRequest.IgnoreSource> source = request.ignoreFile();
        return source.isEmpty()
                ? IgnoreFile.EMPTY
                : IgnoreFile.parse(source.get().name(), source.get().content());
    }

    /** What a step fetches. */
    Content ofUrls(CopyStep step) throws IOException {
        return Content.of(downloads(step));
    }

    private synchronized Selection downloads(CopyStep step) throws IOException {
        Selection all = null;
        for (String url : step.urls()) {
            Optional<Digest> checksum = checksum(step);
            String key = url + " " + checksum;
            HttpSource.Download file = downloads.get(key);
            if (file == null) {
                file = http().fetch(url, checksum);
                downloads.put(key, file);
            }
            Selection one = Selection.download(file);
            all = all == null ? one : all.plus(one);
        }
        if (all == null) {
            throw new IllegalArgumentException("a step without URLs");
        }
        return all;
    }

    private static Optional<Digest> checksum(CopyStep step) throws IOException {
        try {
            return step.checksum().map(Digest::parse);
        } catch (SyntaxException e) {
            throw new IOException("ADD --checksum: " + e.getMessage(), e);
        }
    }

    private HttpSource http() throws IOException {
        HttpSource opened = http;
        if (opened == null) {
            Secrets secrets = new Secrets(request.secrets());
            Map<String, String> tokens = new LinkedHashMap<>();
            for (String id : request.secrets().keySet()) {
                if (id.startsWith("HTTP_AUTH_")) {
                    byte[] value = secrets.value(id).orElse(new byte[0]);
                    tokens.put(id, new String(value, StandardCharsets.UTF_8).strip());
                }
            }
            opened = new HttpSource(cache.resolve("http"), tokens, MAX_DOWNLOAD);
            http = opened;
        }
        return opened;
    }

    /** What a step takes from a stage or an image. */
    Content ofRoot(CopyStep step, List<SnapshotId> chain) throws IOException {
        try (Mounted mounted = snapshots.mount(chain, null);
                Directory root = mounted.directory()) {
            return Content.of(
                    Sources.ofRoot(root).select(step.paths(), step.parents(), step.excludes()));
        }
    }

    /** The digest of a file or directory in a root. */
    Digest treeDigest(List<SnapshotId> chain, String path) throws IOException {
        try (Mounted mounted = snapshots.mount(chain, null);
                Directory root = mounted.directory()) {
            return Sources.ofRoot(root).select(List.of(path), false, List.of()).contentDigest();
        }
    }

    /**
     * Copies into a root what a step takes from the context, from URLs and from itself.
     *
     * @return what was left out without being an error
     */
    List<String> copyFromContext(CopyStep step, Directory root) throws IOException {
        List<String> notes = new ArrayList<>();
        if (!step.paths().isEmpty()) {
            notes.addAll(run(operation(step, root, false), ofContext(step).selection()));
        }
        if (!step.urls().isEmpty()) {
            notes.addAll(run(operation(step, root, true), downloads(step)));
        }
        for (Map.Entry<String, String> file : step.inline().entrySet()) {
            byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
            notes.addAll(
                    run(operation(step, root, true), Selection.inline(file.getKey(), content)));
        }
        return notes;
    }

    private static List<String> run(CopyOperation operation, Selection selection)
            throws IOException {
        operation.run(selection);
        return operation.notes();
    }

    /**
     * Copies into a root what a step takes from a stage or an image.
     *
     * @return what was left out without being an error
     */
    List<String> copyFromRoot(CopyStep step, List<SnapshotId> chain, Directory root)
            throws IOException {
        try (Mounted mounted = snapshots.mount(chain, null);
                Directory from = mounted.directory()) {
            Selection selection =
                    Sources.ofRoot(from).select(step.paths(), step.parents(), step.excludes());
            return run(operation(step, root, false), selection);
        }
    }

    private static CopyOperation operation(CopyStep step, Directory root, boolean fetched)
            throws IOException {
        // Archives of the context unpack by themselves, fetched ones when asked to.
        boolean unpack = step.add() && step.unpack().orElse(!fetched);
        CopyOptions options =
                new CopyOptions(
                        step.chown(), step.chmod(), unpack, step.epoch(), UserNamespace.single());
        return new CopyOperation(root, root, step.destination(), options);
    }

    @Override
    public synchronized void close() throws IOException {
        if (http != null) {
            http.close();
        }
        if (statCache != null) {
            statCache.save();
        }
        if (directory != null) {
            directory.close();
        }
    }
}
