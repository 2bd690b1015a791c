package dev.cooper.scan.feed;

import dev.cooper.archive.BoundedInputStream;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.archive.TarWriter;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.advisory.DatabaseFiles;
import dev.cooper.scan.advisory.DatabaseReceiver;
import dev.cooper.scan.advisory.DatabaseState;
import dev.cooper.scan.advisory.DatabaseState.Chunk;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A database as one tar archive, for machines without a network; Trivy's packed one, too. */
public final class DatabaseArchive {
    private static final String INDEX = "index.json";
    private static final String CHUNKS = "chunks/";

    /** In the order in which they take their places. */
    private static final List<String> TRIVY = List.of("trivy.db", "metadata.json");

    private static final long LARGEST = 64L << 30;
    private static final TarLimits LIMITS =
            TarLimits.DEFAULT.withMaxEntries(100_000).withMaxTotalSize(LARGEST);

    /** Advisories are packed into a tenth of their size or so. */
    private static final int MOST_PACKED = 300;

    private DatabaseArchive() {}

    /** Writes a state of a database; the same state makes the same bytes. */
    public static void write(CooperDatabase from, Path directory, OutputStream out)
            throws IOException {
        DatabaseFiles files = new DatabaseFiles(directory);
        try (TarWriter tar = new TarWriter(out)) {
            byte[] index = from.state().toJson();
            tar.write(entry(INDEX, index.length, from.state()), new ByteArrayInputStream(index));
            Set<Digest> written = new HashSet<>();
            for (Chunk chunk : from.state().chunks()) {
                if (!written.add(chunk.digest())) {
                    continue;
                }
                Path file = files.chunk(chunk.digest());
                try (InputStream in = Files.newInputStream(file)) {
                    String name = CHUNKS + chunk.digest().hex();
                    tar.write(entry(name, chunk.size(), from.state()), in);
                }
            }
        }
    }

    private static TarEntry entry(String name, long size, DatabaseState state) {
        return TarEntry.file(name, size).withMtime(state.builtAt().getEpochSecond(), 0);
    }

    /**
     * Reads what {@link #write} wrote, and makes it the newest state.
     *
     * @param in compressed or not
     * @param keep how many states stay
     */
    public static DatabaseState read(InputStream in, Path directory, int keep) throws IOException {
        try (TarReader tar = new TarReader(unpacked(in), LIMITS)) {
            TarEntry first = tar.next();
            if (first == null || !first.cleanPath().equals(INDEX)) {
                throw new SyntaxException(
                        "the archive is no advisory database: it does not begin with " + INDEX);
            }
            byte[] index = tar.content().readNBytes(Json.MAX_BYTES + 1);
            try (DatabaseReceiver receiver = new DatabaseReceiver(directory, index)) {
                TarEntry entry;
                while ((entry = tar.next()) != null) {
                    Optional<Chunk> chunk = chunk(entry, receiver);
                    if (chunk.isPresent()) {
                        receiver.receive(chunk.get(), tar.content());
                    }
                }
                receiver.finish(keep);
                return receiver.state();
            }
        }
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        return BoundedInputStream.decompressing(in, LARGEST, MOST_PACKED, "the archive");
    }

    private static Optional<Chunk> chunk(TarEntry entry, DatabaseReceiver receiver) {
        String path = entry.cleanPath();
        return path.startsWith(CHUNKS) && entry.type() == TarEntry.Type.FILE
                ? receiver.missing(Digest.parse("sha256:" + path.substring(CHUNKS.length())))
                : Optional.empty();
    }

    /**
     * Unpacks Trivy's database from the archive that it is passed on as.
     *
     * @param in compressed or not
     */
    public static void readTrivy(InputStream in, Path directory) throws IOException {
        if (CooperDatabase.isIn(directory)) {
            throw new SyntaxException(
                    directory
                            + " has a database of Cooper's own: keep Trivy's elsewhere, by"
                            + " --cache-dir");
        }
        FileLock lock = new DatabaseFiles(directory).lock();
        try {
            Path work = Files.createTempDirectory(directory, "unpack");
            try {
                unpackTrivy(in, work);
                for (String name : TRIVY) {
                    Files.move(
                            work.resolve(name),
                            directory.resolve(name),
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                for (String name : TRIVY) {
                    Files.deleteIfExists(work.resolve(name));
                }
                Files.deleteIfExists(work);
            }
        } finally {
            lock.acquiredBy().close();
        }
    }

    private static void unpackTrivy(InputStream in, Path work) throws IOException {
        Set<String> missing = new TreeSet<>(TRIVY);
        try (InputStream unpacked = unpacked(in);
                TarReader tar = new TarReader(unpacked, LIMITS)) {
            TarEntry entry;
            while ((entry = tar.next()) != null) {
                String name = entry.cleanPath();
                if (entry.type() == TarEntry.Type.FILE && missing.remove(name)) {
                    Files.copy(tar.content(), work.resolve(name));
                }
            }
            // Digest and check sum are known at the very end only.
            unpacked.transferTo(OutputStream.nullOutputStream());
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (!missing.isEmpty()) {
            throw new SyntaxException("the archive has no " + String.join(" and ", missing));
        }
        TrivyDatabase.open(work).close();
    }
}
