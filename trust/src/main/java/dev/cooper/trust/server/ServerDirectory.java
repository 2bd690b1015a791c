package dev.cooper.trust.server;

import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Where a server keeps what must outlast it; only one process has it at a time. */
final class ServerDirectory implements AutoCloseable {
    private static final long MOST = 1 << 20;

    private static final FileAttribute<Set<PosixFilePermission>> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path path;
    private final FileChannel lock;
    private final byte[] password;

    private ServerDirectory(Path path, FileChannel lock, byte[] password) {
        this.path = path;
        this.lock = lock;
        this.password = password;
    }

    /**
     * Opens it, and makes it when it is not there.
     *
     * @param password what keys are sealed with; the caller wipes it
     */
    static ServerDirectory open(Path path, byte[] password) throws IOException {
        Files.createDirectories(path, OWN);
        FileChannel lock =
                FileChannel.open(
                        path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (isTaken(lock)) {
                throw new IOException(
                        path + " is in use by another server; end that one or name another");
            }
        } catch (IOException e) {
            lock.close();
            throw e;
        }
        return new ServerDirectory(path, lock, password);
    }

    private static boolean isTaken(FileChannel lock) throws IOException {
        try {
            FileLock held = lock.tryLock(); // goes with the channel
            return held == null;
        } catch (OverlappingFileLockException _) {
            return true; // by this very process
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    boolean has(String name) {
        return Files.exists(path.resolve(name));
    }

    Optional<byte[]> read(String name) throws IOException {
        Path file = path.resolve(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MOST) {
            throw new IOException(file + " is longer than " + MOST + " bytes");
        }
        return Optional.of(Files.readAllBytes(file));
    }

    /** Writes a file that is either whole or not there, whatever happens meanwhile. */
    void write(String name, byte[] content) throws IOException {
        Path file = path.resolve(name);
        Path parent = Objects.requireNonNull(file.getParent());
        Path next = parent.resolve("." + file.getFileName() + ".new");
        Files.createDirectories(parent, OWN);
        Files.deleteIfExists(next);
        try (FileChannel out =
                FileChannel.open(
                        next,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        sync(parent);
    }

    /** Gives a file another name, in place of what had it. */
    void move(String name, String to) throws IOException {
        Files.move(path.resolve(name), path.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        sync();
    }

    /** Deletes a file, if it is there. */
    void delete(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
        sync();
    }

    /** Makes names of files as durable as what is in them. */
    void sync() throws IOException {
        sync(path);
    }

    private static void sync(Path of) throws IOException {
        try (FileChannel directory = FileChannel.open(of)) {
            directory.force(true);
        }
    }

    /** Returns the key of a service; made when it is not there, and sealed on the disk. */
    KeyPair key(String name) throws IOException {
        return key(name, KeyAlgorithm.ECDSA_P256);
    }

    /** The same, made with another algorithm. */
    KeyPair key(String name, KeyAlgorithm algorithm) throws IOException {
        String file = name + ".key";
        Optional<byte[]> sealed = read(file);
        if (sealed.isPresent()) {
            return KeyPair.parse(
                    sealed.get(), path.resolve(file).toString(), () -> password.clone());
        }
        KeyPair made = KeyPair.generate(algorithm);
        write(file, made.sealed(password).getBytes(StandardCharsets.US_ASCII));
        return made;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
