package dev.cooper.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/** Writes files so that a crash leaves the old content or the new, never a part. */
final class Disk {
    private Disk() {}

    /** Returns a name that no other process or thread uses. */
    static String freshName(String prefix) {
        return prefix + UUID.randomUUID();
    }

    /**
     * Replaces a file: writes a temporary file, syncs it, renames it, syncs the directory.
     *
     * @param temporary where to write first; on the same file system
     */
    static void replace(Path file, Path temporary, byte[] content) throws IOException {
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            publish(temporary, file);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw explain("writing " + file, e);
        }
    }

    /** Moves a complete and synced file to its final name and makes that durable. */
    static void publish(Path temporary, Path file) throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(Objects.requireNonNull(file.getParent()));
    }

    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes a directory and its parents; the innermost is open to its owner alone. */
    static void createPrivateDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(directory.getParent());
        try {
            Files.createDirectory(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (FileSystemException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    /** Turns the operating system's reason into a sentence that says what to do. */
    static IOException explain(String doing, IOException cause) {
        if (cause instanceof StoreException) {
            return cause;
        }
        String reason = reason(cause);
        String lower = reason.toLowerCase(Locale.ROOT);
        String advice = "";
        if (lower.contains("no space left") || lower.contains("quota exceeded")) {
            advice = " (free some space, for example with cooper prune, and try again)";
        } else if (lower.contains("read-only file system")) {
            reason = "the store cannot be written here";
            advice = " (choose another place with COOPER_HOME)";
        } else if (cause instanceof AccessDeniedException) {
            advice = " (is it another user's? choose another place with COOPER_HOME)";
        }
        return new StoreException(doing + ": " + reason + advice, cause);
    }

    private static String reason(IOException cause) {
        if (!(cause instanceof FileSystemException system)) {
            return String.valueOf(cause.getMessage());
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied for " + system.getFile();
        }
        if (cause instanceof FileAlreadyExistsException) {
            return system.getFile() + " is in the way, it is no directory";
        }
        if (cause instanceof NoSuchFileException) {
            return system.getFile() + " does not exist";
        }
        String reason = system.getReason();
        return reason == null ? String.valueOf(cause.getMessage()) : reason;
    }
}
