package dev.cooper.testkit;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Cooper as a user would have it installed, made from the classes of the current build: the
 * launcher beside {@code lib/}. Any user of the machine can read it.
 */
final class Installation {
    private static final Object LOCK = new Object();
    private static Path made = Path.of("");

    private Installation() {}

    /** The launcher of this JVM's installation, made on first use and deleted at the end. */
    static Path launcher() {
        synchronized (LOCK) {
            if (made.toString().isEmpty()) {
                made = make();
            }
            return made.resolve("cooper");
        }
    }

    private static Path make() {
        try {
            ScratchDirectory scratch = ScratchDirectory.create("installation");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(scratch)));
            Path launcher = scratch.resolve("cooper");
            Files.copy(
                    Checkout.root().resolve("cooper"),
                    launcher,
                    StandardCopyOption.COPY_ATTRIBUTES);
            Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path deps = scratch.directory("lib/deps");
            int number = 0;
            for (String entry :
                    System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                number++;
                add(Path.of(entry), deps, number);
            }
            // The launcher wants this name; the classes are in the numbered archives.
            zip(List.of(), deps, deps.resolveSibling("cooper.jar"));
            readable(scratch.path());
            return scratch.path();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Path entry, Path deps, int number) throws IOException {
        if (Files.isDirectory(entry) && entry.endsWith("classes")) {
            try (Stream<Path> files = Files.walk(entry)) {
                Path jar = deps.resolve("room-%02d.jar".formatted(number));
                zip(files.filter(Files::isRegularFile).sorted().toList(), entry, jar);
            }
        } else if (Files.isRegularFile(entry)) {
            Files.copy(entry, deps.resolve("%02d-%s".formatted(number, entry.getFileName())));
        }
    }

    private static void zip(List<Path> files, Path root, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(1);
            zip.putNextEntry(new ZipEntry("META-INF/"));
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(root.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
    }

    private static void readable(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                boolean open =
                        Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                                || file.endsWith("cooper");
                Files.setPosixFilePermissions(
                        file, PosixFilePermissions.fromString(open ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private static void delete(ScratchDirectory scratch) {
        try {
            scratch.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
