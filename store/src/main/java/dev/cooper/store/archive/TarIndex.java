package dev.cooper.store.archive;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.oci.Json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where the files of an uncompressed tar lie, found without reading their content. */
final class TarIndex {
    private static final long MAX_ENTRIES = 200_000;
    private static final int MAX_LINKS = 16;

    /** A part of the file. */
    record Extent(long start, long size) {}

    private final FileChannel channel;
    private final Map<String, Extent> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    private TarIndex(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Reads the headers of a tar.
     *
     * @throws ArchiveException when it is damaged
     */
    static TarIndex read(FileChannel channel) throws IOException {
        TarIndex index = new TarIndex(channel);
        InputStream all = new ExtentStream(channel, new Extent(0, channel.size()));
        @SuppressWarnings("resource") // whose channel is the caller's
        TarReader tar = new TarReader(all, TarLimits.DEFAULT.withMaxEntries(MAX_ENTRIES));
        for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
            String path = entry.cleanPath();
            switch (entry.type()) {
                case FILE -> index.files.put(path, new Extent(tar.position(), entry.size()));
                case SYMLINK ->
                        index.links.put(path, TarEntry.clean(parent(path) + entry.linkTarget()));
                case HARDLINK -> index.links.put(path, TarEntry.clean(entry.linkTarget()));
                case DIRECTORY, CHAR_DEVICE, BLOCK_DEVICE, FIFO -> {}
            }
        }
        return index;
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** Where a file lies; links are followed. */
    Optional<Extent> find(String path) {
        String at = TarEntry.clean(path);
        for (int i = 0; i < MAX_LINKS; i++) {
            Extent extent = files.get(at);
            if (extent != null) {
                return Optional.of(extent);
            }
            String target = links.get(at);
            if (target == null) {
                return Optional.empty();
            }
            at = target;
        }
        return Optional.empty();
    }

    InputStream open(Extent extent) {
        return new ExtentStream(channel, extent);
    }

    /**
     * Where a file lies.
     *
     * @throws ArchiveException when it is not there
     */
    Extent require(String path) throws ArchiveException {
        return find(path)
                .orElseThrow(() ->
                        new ArchiveException(
                                "damaged archive: file \""
                                        + path
                                        + "\" is missing (was the archive cut off?)"));
    }

    /** Reads a small file as a whole. */
    byte[] document(String path) throws IOException {
        Extent extent = require(path);
        if (extent.size() > Json.MAX_BYTES) {
            throw new ArchiveException(
                    "refused archive: \""
                            + path
                            + "\" has "
                            + extent.size()
                            + " bytes, at most "
                            + Json.MAX_BYTES
                            + " are read as a document");
        }
        return open(extent).readAllBytes();
    }
}
