package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A file that appears under its name only when it is complete, readable by its owner alone. What is
 * there already and is no regular file (a pipe, a device) is written to as it is.
 */
final class OutputFile implements AutoCloseable {
    private final Path target;
    private final Path written;
    private final OutputStream stream;

    private OutputFile(Path target, Path written, OutputStream stream) {
        this.target = target;
        this.written = written;
        this.stream = stream;
    }

    /** A file for its owner only: an image may have secrets. */
    static OutputFile create(Path target) throws IOException {
        return create(target, "rw-------");
    }

    /** A file for all whom the umask lets read it. */
    static OutputFile createReadable(Path target) throws IOException {
        return create(target, "rw-rw-rw-");
    }

    private static OutputFile create(Path target, String permissions) throws IOException {
        if (Files.isDirectory(target)) {
            throw new IOException("writing " + target + ": it is a directory; name a file in it");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            return new OutputFile(
                    target, target, Files.newOutputStream(target, StandardOpenOption.WRITE));
        }
        Path directory = target.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new NoSuchFileException(String.valueOf(directory));
        }
        Path fresh =
                directory.resolve("." + target.getFileName() + "-" + ProcessHandle.current().pid());
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        return new OutputFile(
                target, fresh, Files.newOutputStream(fresh, StandardOpenOption.WRITE));
    }

    OutputStream stream() {
        return stream;
    }

    /** Something that writes a document. */
    @FunctionalInterface
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** Writes a document of UTF-8 to a file for all, or else to standard output. */
    static void write(Optional<Path> file, Content content, Terminal terminal) throws IOException {
        if (file.isPresent()) {
            try (OutputFile output = createReadable(file.get())) {
                content.write(output.stream());
                output.commit();
            }
        } else if (terminal.facts().outputIsTerminal()) {
            // What could steer the terminal is taken out of the text as a whole.
            ByteArrayOutputStream held = new ByteArrayOutputStream();
            content.write(held);
            terminal.print(held.toString(StandardCharsets.UTF_8));
        } else {
            content.write(terminal.output());
        }
    }

    /** Gives the complete file its name. */
    void commit() throws IOException {
        stream.close();
        if (!written.equals(target)) {
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Removes the file unless it is complete. */
    @Override
    public void close() throws IOException {
        stream.close();
        if (!written.equals(target)) {
            Files.deleteIfExists(written);
        }
    }
}
