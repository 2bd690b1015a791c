package dev.cooper.scan.feed;

import dev.cooper.archive.BoundedInputStream;
import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.oci.SyntaxException;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The documents of a feed: a file, all in a directory, or all in a zip or tar archive; packed or
 * not.
 */
final class FeedFiles {
    private static final long LARGEST = 64L << 30;
    private static final int MOST = 5_000_000;

    /** Takes a document. */
    interface Each {
        /**
         * Takes one.
         *
         * @param name for messages
         * @return whether the next one is wanted
         */
        boolean accept(String name, InputStream content) throws IOException;
    }

    private FeedFiles() {}

    /** Hands out the documents in the order of their names. */
    static void forEach(Path place, Each each) throws IOException {
        if (!Files.exists(place)) {
            throw new SyntaxException("there is no " + place);
        }
        if (!Files.isDirectory(place)) {
            file(place, each);
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(place)) {
            files = walk.filter(FeedFiles::isDocument).limit(MOST).sorted().toList();
        }
        for (Path file : files) {
            if (!file(file, each)) {
                return;
            }
        }
    }

    private static boolean isDocument(Path file) {
        String name = file.getFileName().toString();
        boolean named =
                Stream.of(".json", ".json.gz", ".json.zst", ".json.xz", ".csv", ".csv.gz", ".zip")
                        .anyMatch(name::endsWith);
        return named && Files.isRegularFile(file);
    }

    private static boolean file(Path file, Each each) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(".zip")) {
            return zip(file, each);
        }
        if (name.endsWith(".tar") || name.contains(".tar.") || name.endsWith(".tgz")) {
            return tar(file, each);
        }
        try (InputStream packed = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return each.accept(file.toString(), open(packed, file.toString()));
        }
    }

    private static InputStream open(InputStream packed, String name) throws IOException {
        return BoundedInputStream.ofSize(Compression.decompressAny(packed), LARGEST, name);
    }

    private static boolean tar(Path file, Each each) throws IOException {
        try (InputStream packed = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                TarReader tar = new TarReader(open(packed, file.toString()), TarLimits.DEFAULT)) {
            TarEntry entry;
            while ((entry = tar.next()) != null) {
                if (entry.type() == TarEntry.Type.FILE && entry.path().endsWith(".json")) {
                    String name = file + "!" + entry.cleanPath();
                    if (!each.accept(name, tar.content())) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    private static boolean zip(Path file, Each each) throws IOException {
        try (ZipFile archive = new ZipFile(file.toFile())) {
            List<ZipEntry> entries = new ArrayList<>();
            archive.stream()
                    .filter(entry -> entry.getName().endsWith(".json"))
                    .limit(MOST)
                    .forEach(entries::add);
            entries.sort(Comparator.comparing(ZipEntry::getName));
            for (ZipEntry entry : entries) {
                String name = file + "!" + entry.getName();
                try (InputStream in = archive.getInputStream(entry)) {
                    if (!each.accept(name, BoundedInputStream.ofSize(in, LARGEST, name))) {
                        return false;
                    }
                }
            }
            return true;
        } catch (ZipException e) {
            throw new IOException(file + " is no whole zip archive: " + e.getMessage(), e);
        }
    }
}
