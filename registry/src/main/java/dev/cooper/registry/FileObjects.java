package dev.cooper.registry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Objects as files: {@code objects/3f/3f…} under keys that mean nothing and are used once. */
final class FileObjects {
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

    Path path(String key) {
        return objects.resolve(key.substring(0, 2)).resolve(key);
    }

    Path root() {
        return objects;
    }

    /**
     * Makes a complete file an object; durable on return.
     *
     * @param file the file, whose bytes have been synced
     * @return its key
     */
    String adopt(Path file) throws IOException {
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

    FileChannel open(String key) throws IOException {
        return FileChannel.open(path(key), StandardOpenOption.READ);
    }

    /** Whether an object is there and has that many bytes. */
    boolean isWhole(String key, long size) {
        try {
            return Files.size(path(key)) == size;
        } catch (IOException e) {
            return false;
        }
    }

    void delete(@Nullable String key) throws IOException {
        if (key != null) {
            Files.deleteIfExists(path(key));
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
