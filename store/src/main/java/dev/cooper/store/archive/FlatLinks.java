package dev.cooper.store.archive;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hard links whose target is not what it was: a layer above replaced or deleted the name, while the
 * other names of the file are still there. What is hidden waits in a temporary file until its layer
 * is read, in case that one of its names is visible.
 */
final class FlatLinks implements AutoCloseable {
    private final TarWriter out;
    private final Path spool;
    private final FileChannel channel;
    private final Map<String, Hidden> hidden = new HashMap<>();
    private final Map<String, List<TarEntry>> waiting = new HashMap<>();
    private final Map<String, String> targets = new HashMap<>();

    /** A file without its name, and the name under which it was written after all. */
    private static final class Hidden {
        private final TarEntry entry;
        private final long offset;
        private @Nullable String writtenAs;

        Hidden(TarEntry entry, long offset) {
            this.entry = entry;
            this.offset = offset;
        }
    }

    FlatLinks(TarWriter out) throws IOException {
        this.out = out;
        this.spool = Files.createTempFile("cooper-export-", ".tmp");
        this.channel =
                FileChannel.open(
                        spool,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Forgets the layer above. */
    void below() throws IOException {
        hidden.clear();
        channel.truncate(0);
    }

    /** A file was written under its own name. */
    void written(String path) throws IOException {
        for (TarEntry link : waitingFor(path)) {
            out.write(link.withLinkTarget(path));
        }
    }

    /** A file is hidden by a layer above. */
    void hide(String path, TarEntry entry, InputStream content) throws IOException {
        long offset = channel.size();
        if (entry.type() == TarEntry.Type.FILE) {
            channel.position(offset);
            OutputStream to = Channels.newOutputStream(channel); // not closed: the file lives on
            content.transferTo(to);
        }
        Hidden file = new Hidden(entry, offset);
        hidden.put(path, file);
        for (TarEntry link : waitingFor(path)) {
            write(link, file);
        }
    }

    /** A hidden name of a file that can be seen, or is hidden itself. */
    void hideLink(String path, String target) throws IOException {
        Hidden file = hidden.get(target);
        if (file == null) {
            file = new Hidden(TarEntry.file(target, 0), 0);
            file.writtenAs = target;
        }
        hidden.put(path, file);
        for (TarEntry link : waitingFor(path)) {
            write(link, file);
        }
    }

    /** Writes a visible hard link, or keeps it until its target comes. */
    void link(TarEntry link, String target, boolean targetIsVisible) throws IOException {
        String end = targets.getOrDefault(target, target);
        Hidden file = hidden.get(end);
        if (targetIsVisible && end.equals(target)) {
            out.write(link.withLinkTarget(target));
        } else if (file != null) {
            write(link, file);
        } else {
            waiting.computeIfAbsent(end, name -> new ArrayList<>()).add(link);
            targets.put(link.path(), end);
            return;
        }
        written(link.path());
    }

    private void write(TarEntry link, Hidden file) throws IOException {
        String name = file.writtenAs;
        if (name != null) {
            out.write(link.withLinkTarget(name));
            return;
        }
        TarEntry entry = file.entry.withPath(link.path());
        if (entry.type() == TarEntry.Type.FILE) {
            channel.position(file.offset);
            InputStream from = Channels.newInputStream(channel);
            try (OutputStream to = out.entry(entry)) {
                copy(from, entry.size(), to);
            }
        } else {
            out.write(entry);
        }
        file.writtenAs = link.cleanPath();
    }

    private static void copy(InputStream from, long size, OutputStream to) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long left = size;
        while (left > 0) {
            int n = from.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (n < 0) {
                throw new IOException("a temporary file was cut while it was in use");
            }
            to.write(buffer, 0, n);
            left -= n;
        }
    }

    private List<TarEntry> waitingFor(String path) {
        List<TarEntry> links = waiting.remove(path);
        if (links != null) {
            links.forEach(link -> targets.remove(link.path()));
        }
        return links == null ? List.of() : links;
    }

    /** All layers are read. */
    void finish() throws IOException {
        for (Map.Entry<String, List<TarEntry>> one : waiting.entrySet()) {
            throw new ArchiveException(
                    "layer entry '"
                            + one.getValue().getFirst().path()
                            + "' is refused: no layer has its target '"
                            + one.getKey()
                            + "'");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
