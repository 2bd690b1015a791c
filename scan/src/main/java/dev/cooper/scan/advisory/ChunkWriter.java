package dev.cooper.scan.advisory;

import dev.cooper.archive.DigestingOutputStream;
import dev.cooper.oci.Digest;
import dev.cooper.scan.advisory.DatabaseState.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes chunks one after another: a new one begins whenever kind or name change. */
final class ChunkWriter implements AutoCloseable {
    private final DatabaseFiles files;
    private final List<DatabaseState.Chunk> written;
    private @Nullable Open open;

    /** A chunk that is not finished. */
    private static final class Open {
        private final Kind kind;
        private final String name;
        private final Path file;
        private final DigestingOutputStream out;
        private final SortedFileWriter sorted;
        private int keys;
        private int records;

        Open(Kind kind, String name, Path file) throws IOException {
            this.kind = kind;
            this.name = name;
            this.file = file;
            this.out =
                    new DigestingOutputStream(Files.newOutputStream(file), Digest.Algorithm.SHA256);
            this.sorted = new SortedFileWriter(out);
        }
    }

    ChunkWriter(DatabaseFiles files, List<DatabaseState.Chunk> written) {
        this.files = files;
        this.written = written;
    }

    void add(Kind kind, String name, String key, byte[] value, int records) throws IOException {
        Open current = open;
        if (current == null || current.kind != kind || !current.name.equals(name)) {
            finish();
            current = new Open(kind, name, files.temporary());
            open = current;
        }
        current.sorted.add(key, value);
        current.keys++;
        current.records += records;
    }

    private void finish() throws IOException {
        Open done = open;
        if (done == null) {
            return;
        }
        done.sorted.finish();
        done.out.close();
        open = null;
        Digest digest = done.out.digest();
        files.keep(done.file, digest);
        written.add(
                new DatabaseState.Chunk(
                        done.kind, done.name, digest, done.out.count(), done.keys, done.records));
    }

    @Override
    public void close() throws IOException {
        finish();
    }
}
