package dev.cooper.inventory;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is known of layers, as files to keep in bounds. Removing any of it costs no more than to
 * read a layer again, so other processes need not be asked.
 */
public final class CachedLayers {
    /** More than this is not kept: some thousands of layers. */
    static final long MOST_BYTES = 1L << 30;

    /** The time of a file is when it was used, to the day. */
    private static final Duration EXACT = Duration.ofDays(1);

    private static final String TRIMMED = ".trimmed";

    private final Path directory;

    /**
     * A layer that something is known of.
     *
     * @param files all of it
     */
    private record Entry(List<Path> files, long bytes, Instant usedAt) {}

    /**
     * Layers and the bytes of what is known of them.
     *
     * @param layers how many
     */
    public record Usage(int layers, long bytes) {}

    /**
     * @param cacheDirectory as for {@link Inventories}; need not be there
     */
    public CachedLayers(Path cacheDirectory) {
        this.directory = cacheDirectory;
    }

    /** What is there. */
    public Usage usage() throws IOException {
        return usage(entries());
    }

    private static Usage usage(List<Entry> entries) {
        return new Usage(entries.size(), entries.stream().mapToLong(Entry::bytes).sum());
    }

    /**
     * Removes what was not used since.
     *
     * @return what was removed
     */
    public Usage removeUnusedSince(Instant time) throws IOException {
        List<Entry> unused = entries().stream().filter(each -> each.usedAt.isBefore(time)).toList();
        remove(unused);
        return usage(unused);
    }

    /** Notes that a file was used. */
    static void used(Path file) {
        try {
            Instant now = Instant.now();
            if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(EXACT))) {
                Files.setLastModifiedTime(file, FileTime.from(now));
            }
        } catch (IOException e) {
            // it is taken for one that was not used for longer
        }
    }

    /** Once a day: removes what was unused for longest, as far as there is too much. */
    void trimDaily() throws IOException {
        Path mark = directory.resolve(TRIMMED);
        Instant now = Instant.now();
        try {
            if (Files.getLastModifiedTime(mark).toInstant().isAfter(now.minus(EXACT))) {
                return;
            }
        } catch (NoSuchFileException e) {
            // never yet
        }
        Files.write(mark, new byte[0]);
        Files.setLastModifiedTime(mark, FileTime.from(now));
        trim(MOST_BYTES);
    }

    /** Removes what was unused for longest, until no more than so many bytes are left. */
    void trim(long most) throws IOException {
        List<Entry> entries = entries();
        long bytes = usage(entries).bytes;
        List<Entry> removed = new ArrayList<>();
        for (Entry each : entries.stream().sorted(Comparator.comparing(Entry::usedAt)).toList()) {
            if (bytes <= most) {
                break;
            }
            bytes -= each.bytes;
            removed.add(each);
        }
        remove(removed);
    }

    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path group : children(directory)) {
            for (Path layer : children(group)) {
                List<Path> files = children(layer);
                long bytes = 0;
                Instant usedAt = Instant.MIN;
                for (Path file : files) {
                    try {
                        bytes += Files.size(file);
                        Instant time = Files.getLastModifiedTime(file).toInstant();
                        usedAt = time.isAfter(usedAt) ? time : usedAt;
                    } catch (NoSuchFileException e) {
                        // somebody else removes, too
                    }
                }
                entries.add(new Entry(files, bytes, usedAt));
            }
        }
        return entries;
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static void remove(List<Entry> entries) throws IOException {
        for (Entry entry : entries) {
            for (Path file : entry.files) {
                Files.deleteIfExists(file);
            }
            for (Path file : entry.files.subList(0, Math.min(1, entry.files.size()))) {
                try {
                    Files.deleteIfExists(file.resolveSibling(""));
                } catch (DirectoryNotEmptyException e) {
                    // somebody has just looked into the layer again
                }
            }
        }
    }
}
