package dev.cooper.store;

import dev.cooper.archive.VerifyingInputStream;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The directory {@code blobs} of an OCI layout. */
final class Blobs {
    private final Path directory;
    private final Path temporary;

    /**
     * Looks at a directory.
     *
     * @param directory holds a directory for each algorithm
     * @param temporary where blobs are while they are written; on the same file system
     */
    Blobs(Path directory, Path temporary) {
        this.directory = directory;
        this.temporary = temporary;
    }

    Path path(Digest digest) {
        return directory.resolve(digest.algorithm().id()).resolve(digest.hex());
    }

    Path temporary() {
        return temporary;
    }

    /** Tells whether a blob is here in its full size; does not read it. */
    boolean has(Descriptor descriptor) throws IOException {
        try {
            return Files.size(path(descriptor.digest())) == descriptor.size();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    InputStream open(Descriptor descriptor) throws IOException {
        Path path = path(descriptor.digest());
        try {
            long size = Files.size(path);
            if (size != descriptor.size()) {
                throw wrongSize(path, size, descriptor);
            }
            return new DamageReport(
                    new VerifyingInputStream(
                            Files.newInputStream(path), descriptor.digest(), descriptor.size()),
                    path);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw notFound(descriptor);
        }
    }

    /**
     * Reads a small document without hashing it, for listings: setting up the JDK's cryptography
     * takes longer than all the rest. Only the size is checked.
     */
    byte[] readUnverified(Descriptor descriptor) throws IOException {
        Path path = path(descriptor.digest());
        try {
            byte[] content = Files.readAllBytes(path);
            if (content.length != descriptor.size()) {
                throw wrongSize(path, content.length, descriptor);
            }
            return content;
        } catch (NoSuchFileException e) {
            throw notFound(descriptor);
        }
    }

    private static StoreException wrongSize(Path path, long size, Descriptor descriptor) {
        return new StoreException(
                "reading "
                        + path
                        + ": the blob is damaged (it has "
                        + size
                        + " bytes, want "
                        + descriptor.size()
                        + "); "
                        + remedy());
    }

    private NotFoundException notFound(Descriptor descriptor) {
        return new NotFoundException(
                "blob " + descriptor.digest() + " is not in " + directory.getParent());
    }

    static String remedy() {
        return "delete that file, then build, load or pull the image again";
    }

    BlobWriter write(Lease lease) throws IOException {
        return new FileBlobWriter(this, lease, false);
    }

    /** Like {@link #write}, for a caller that takes the digest itself. */
    BlobWriter writeDigested(Lease lease) throws IOException {
        return new FileBlobWriter(this, lease, true);
    }

    /** Returns all blobs with their sizes; files with other names are not ours and are left out. */
    SortedMap<Digest, Long> list() throws IOException {
        SortedMap<Digest, Long> blobs = new TreeMap<>();
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            Path folder = directory.resolve(algorithm.id());
            if (!Files.isDirectory(folder)) {
                continue;
            }
            List<Path> files = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(files::add);
            }
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.length() == algorithm.hexLength()) {
                    blobs.put(Digest.parse(algorithm.id() + ":" + name), Files.size(file));
                }
            }
        }
        return blobs;
    }

    void delete(Digest digest) throws IOException {
        Files.deleteIfExists(path(digest));
    }
}
