package dev.cooper.trust.notary;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The directory of docker and notary with keys, metadata that is trusted, and changes. */
public final class TrustDirectory {
    private static final FileAttribute<?> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path path;

    /** Uses a directory, which need not be there. */
    public TrustDirectory(Path path) {
        this.path = path;
    }

    /** The directory itself. */
    public Path path() {
        return path;
    }

    /** The private keys. */
    public KeyStore keys(Passphrases passphrases) {
        return new KeyStore(path.resolve("private"), passphrases);
    }

    /** What is trusted of a repository. */
    public MetadataCache metadata(String gun) {
        return new MetadataCache(of(gun).resolve("metadata"));
    }

    /** What is to be published of a repository. */
    public ChangeList changes(String gun) {
        return new ChangeList(of(gun).resolve("changelist"));
    }

    /** Forgets a repository; its keys stay. */
    public void forget(String gun) throws IOException {
        Path directory = of(gun);
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path of(String gun) {
        Path all = path.resolve("tuf");
        Path one = all.resolve(gun).normalize();
        if (gun.isEmpty() || !one.startsWith(all) || one.equals(all)) {
            throw new SyntaxException("\"" + gun + "\" is no name of a repository");
        }
        return one;
    }

    /** Writes a file at once, for its owner only. */
    static void write(Path file, byte[] content) throws IOException {
        Path directory = file.getParent();
        if (directory == null) {
            throw new IOException(file + " is in no directory");
        }
        Files.createDirectories(directory, OWNER_DIRECTORY);
        Path fresh = Files.createTempFile(directory, ".new", "", OWNER_FILE);
        try {
            Files.write(fresh, content);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** The files below a directory with this end of their names, sorted. */
    static List<Path> list(Path directory, String end) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory, 20)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
