package dev.cooper.store.archive;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.BoundedInputStream;
import dev.cooper.archive.DigestMismatchException;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.BlobWriter;
import dev.cooper.store.WritablePlace;

import org.jspecify.annotations.Nullable;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The files of an image archive, read once from front to back, as a pipe allows no more: small ones
 * are kept in memory, large ones and blobs go straight into the place, where they are garbage until
 * something names them.
 */
final class ArchiveContents {
    /** Media type of content whose meaning is not known yet. */
    private static final String UNKNOWN = "application/octet-stream";

    private static final long MAX_ENTRIES = 200_000;
    private static final int MAX_RATIO = 500;
    private static final int MAX_DEPTH = 3;
    private static final int MAX_LINKS = 16;
    private static final int SMALL_FILE = 256 << 10;
    private static final long SMALL_FILES = 64L << 20;

    private final WritablePlace place;
    private final Map<String, byte[]> small = new HashMap<>();
    private final Map<String, Descriptor> stored = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private long kept;

    private ArchiveContents(WritablePlace place) {
        this.place = place;
    }

    /**
     * Reads an archive, compressed or not.
     *
     * @param in read to its end, not closed
     * @throws ArchiveException when it is damaged or hostile
     */
    static ArchiveContents read(InputStream in, WritablePlace place) throws IOException {
        ArchiveContents contents = new ArchiveContents(place);
        InputStream open =
                new FilterInputStream(in) {
                    @Override
                    public void close() {} // the caller's
                };
        try (InputStream plain =
                        BoundedInputStream.decompressing(
                                open, Long.MAX_VALUE, MAX_RATIO, "the archive");
                TarReader tar =
                        new TarReader(plain, TarLimits.DEFAULT.withMaxEntries(MAX_ENTRIES))) {
            for (TarEntry entry = first(tar); entry != null; entry = tar.next()) {
                contents.add(entry, tar.content());
            }
            plain.transferTo(OutputStream.nullOutputStream()); // check sums at the end
        }
        return contents;
    }

    private static @Nullable TarEntry first(TarReader tar) throws IOException {
        try {
            return tar.next();
        } catch (ArchiveException e) {
            throw new ArchiveException(
                    "this is no image archive, not even a tar: " + e.getMessage(), e);
        }
    }

    private void add(TarEntry entry, InputStream content) throws IOException {
        if (entry.path().startsWith("/") || entry.climbsOut()) {
            throw new ArchiveException(
                    "refused archive: entry \"" + entry.path() + "\" leads out of the archive");
        }
        String path = entry.cleanPath();
        switch (entry.type()) {
            case FILE -> file(path, entry.size(), content);
            case SYMLINK -> link(path, parent(path) + entry.linkTarget(), entry.linkTarget());
            case HARDLINK -> link(path, entry.linkTarget(), entry.linkTarget());
            case DIRECTORY, CHAR_DEVICE, BLOCK_DEVICE, FIFO -> {}
        }
    }

    private void link(String path, String target, String written) throws ArchiveException {
        if (written.startsWith("/") || TarEntry.climbsOut(target)) {
            throw new ArchiveException(
                    "refused archive: entry \""
                            + path
                            + "\" is a link to \""
                            + written
                            + "\", which leads out of the archive");
        }
        forget(path);
        links.put(path, TarEntry.clean(target));
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private void file(String path, long size, InputStream content) throws IOException {
        if (path.chars().filter(c -> c == '/').count() >= MAX_DEPTH) {
            return; // nothing of an image lies so deep; a root file system does
        }
        forget(path); // of two entries with the same name the last one counts
        Optional<Digest> digest = blobName(path);
        if (digest.isEmpty() && size <= SMALL_FILE && kept + size <= SMALL_FILES) {
            kept += size;
            small.put(path, content.readAllBytes());
            return;
        }
        try (BlobWriter writer = place.write()) {
            content.transferTo(writer);
            stored.put(
                    path,
                    digest.isPresent()
                            ? writer.commit(UNKNOWN, digest.get())
                            : writer.commit(UNKNOWN));
        } catch (DigestMismatchException e) {
            throw new ArchiveException(
                    "damaged archive: entry \"" + path + "\": " + e.getMessage(), e);
        }
    }

    /** The digest that the path of a blob spells; empty for other files. */
    private static Optional<Digest> blobName(String path) throws ArchiveException {
        if (!path.startsWith("blobs/") || path.indexOf('/', 6) < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Digest.parse(path.substring(6).replaceFirst("/", ":")));
        } catch (SyntaxException e) {
            throw new ArchiveException(
                    "damaged archive: entry \"" + path + "\" is named as a blob: " + e.getMessage(),
                    e);
        }
    }

    private void forget(String path) {
        links.remove(path);
        small.remove(path);
        stored.remove(path);
    }

    /** Follows links, a bounded number of times; the last component only, as archives have them. */
    private Optional<String> find(String path) {
        String at = TarEntry.clean(path);
        for (int i = 0; i < MAX_LINKS; i++) {
            if (small.containsKey(at) || stored.containsKey(at)) {
                return Optional.of(at);
            }
            String target = links.get(at);
            if (target == null) {
                return Optional.empty();
            }
            at = target;
        }
        return Optional.empty();
    }

    boolean has(String path) {
        return find(path).isPresent();
    }

    /** Reads a document as a whole. */
    byte[] document(String path) throws IOException {
        String found = require(path);
        byte[] bytes = small.get(found);
        if (bytes != null) {
            return bytes;
        }
        Descriptor blob = Objects.requireNonNull(stored.get(found));
        if (blob.size() > Json.MAX_BYTES) {
            throw new ArchiveException(
                    "refused archive: \""
                            + path
                            + "\" has "
                            + blob.size()
                            + " bytes, at most "
                            + Json.MAX_BYTES
                            + " are read as a document");
        }
        return place.read(blob);
    }

    /** Makes a file a blob, if it is none yet. */
    Descriptor blob(String path) throws IOException {
        String found = require(path);
        Descriptor blob = stored.get(found);
        return blob != null ? blob : place.write(UNKNOWN, Objects.requireNonNull(small.get(found)));
    }

    private String require(String path) throws ArchiveException {
        return find(path)
                .orElseThrow(() ->
                        new ArchiveException(
                                "damaged archive: file \""
                                        + path
                                        + "\" is missing (was the archive cut off?)"));
    }
}
