package dev.cooper.scan.advisory;

import dev.cooper.archive.BoundedInputStream;
import dev.cooper.archive.DigestingOutputStream;
import dev.cooper.oci.Digest;
import dev.cooper.scan.advisory.DatabaseState.Chunk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a state of a database from elsewhere: first its index document, then the chunks that are
 * not here yet, each verified. Others who want to write wait until this is closed.
 */
public final class DatabaseReceiver implements AutoCloseable {
    private final DatabaseFiles files;
    private final FileLock lock;
    private final byte[] index;
    private final DatabaseState state;
    private final Map<Digest, Chunk> missing = new LinkedHashMap<>();

    /**
     * Starts taking a state.
     *
     * @param directory of the database, which is made when it is not there
     * @param index the state's document
     * @throws dev.cooper.oci.SyntaxException when it is none
     */
    public DatabaseReceiver(Path directory, byte[] index) throws IOException {
        this.index = index.clone();
        this.state = DatabaseState.parse(index, "the index of the advisory database");
        this.files = new DatabaseFiles(directory);
        this.lock = files.lock();
        for (Chunk chunk : state.chunks()) {
            if (!Files.isRegularFile(files.chunk(chunk.digest()))) {
                missing.putIfAbsent(chunk.digest(), chunk);
            }
        }
    }

    /** What it is going to be. */
    public DatabaseState state() {
        return state;
    }

    /** The chunks that were not here at the start, each once. */
    public List<Chunk> missing() {
        return List.copyOf(missing.values());
    }

    /** The one of a digest of those, if there is one. */
    public Optional<Chunk> missing(Digest digest) {
        return Optional.ofNullable(missing.get(digest));
    }

    /**
     * Takes a chunk; several threads may do so.
     *
     * @param content its bytes, not compressed
     * @throws IOException when they are not those of its digest
     */
    public void receive(Chunk chunk, InputStream content) throws IOException {
        Path temporary = files.temporary();
        try {
            Digest found;
            try (DigestingOutputStream out =
                            new DigestingOutputStream(
                                    Files.newOutputStream(temporary), chunk.digest().algorithm());
                    InputStream in =
                            BoundedInputStream.ofSize(content, chunk.size(), chunk.name())) {
                in.transferTo(out);
                found = out.digest();
            }
            if (!found.equals(chunk.digest())) {
                throw new IOException(
                        "the part "
                                + chunk.name()
                                + " of the advisory database is not what its index names: want "
                                + chunk.digest()
                                + ", got "
                                + found);
            }
            files.keep(temporary, chunk.digest());
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Makes it the newest state.
     *
     * @param keep how many states stay
     * @throws dev.cooper.oci.SyntaxException when a chunk is missing
     */
    public void finish(int keep) throws IOException {
        files.publish(index, keep);
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }
}
