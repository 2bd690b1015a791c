package dev.cooper.registry.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Objects as files: {@code objects/3f/3f…} under keys that mean nothing and are used once. */
final class FileObjects implements Objects {
    private final Path objects;
    private final Path uploads;

    private FileObjects(Path root) {
        objects = root.resolve("objects");
        uploads = root.resolve("uploads");
    }

    /** Opens the objects under a directory, which is made if it is missing. */
    static FileObjects open(Path root) throws IOException {
        FileObjects files = new FileObjects(root);
        Files.createDirectories(files.objects);
        Files.createDirectories(files.uploads);
        sync(root);
        return files;
    }

    /** The directory in which uploads grow; on the same file system as the objects. */
    Path uploads() {
        return uploads;
    }

    private Path path(String key) {
        return objects.resolve(key.substring(0, 2)).resolve(key);
    }

    @Override
    public String adopt(Path file) throws IOException {
        String key = UUID.randomUUID().toString().replace("-", "");
        Path target = path(key);
        Path directory = objects.resolve(key.substring(0, 2));
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            sync(objects);
        }
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        sync(directory);
        return key;
    }

    @Override
    public ReadableByteChannel open(String key, long size, long from, long length)
            throws IOException {
        FileChannel file = FileChannel.open(path(key), StandardOpenOption.READ);
        long actual = file.size();
        if (actual != size) {
            file.close();
            throw new DamagedObjectException(actual, size);
        }
        return file.position(from);
    }

    @Override
    public Optional<URI> address(String key) {
        return Optional.empty();
    }

    @Override
    public boolean isWhole(String key, long size) {
        try {
            return Files.size(path(key)) == size;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void delete(@Nullable String key) throws IOException {
        if (key != null) {
            Files.deleteIfExists(path(key));
        }
    }

    @Override
    public void list(Instant before, Keys keys) throws IOException {
        for (Path directory : entries(objects)) {
            for (Path file : entries(directory)) {
                try {
                    // The bytes may be of long ago when an upload was resumed or a file taken
                    // over; this is when it got its name.
                    FileTime named = (FileTime) Files.getAttribute(file, "unix:ctime");
                    if (named.toInstant().isBefore(before)) {
                        keys.key(String.valueOf(file.getFileName()));
                    }
                } catch (NoSuchFileException _) {
                    // another one was faster
                }
            }
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        }
        return entries;
    }

    @Override
    public String driver() {
        return "filesystem";
    }

    /** Nothing is open. */
    @Override
    public void close() {}

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
