package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.Compression;
import dev.cooper.store.LocalStore;
import dev.cooper.store.Mounted;
import dev.cooper.store.SnapshotDriver;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.SnapshotOptions;
import dev.cooper.store.Snapshots;
import dev.cooper.store.Work;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class LayerBlobsTest {
    private static final LayerBlobs.Format GZIP =
            new LayerBlobs.Format(Compression.GZIP, -1, OptionalLong.empty(), List.of());

    @TempDir Path directory;
    private LocalStore store;
    private Snapshots snapshots;
    private SnapshotId snapshot;
    private final AtomicInteger written = new AtomicInteger();

    @BeforeEach
    void open() throws IOException {
        store = LocalStore.open(directory);
        snapshots =
                Snapshots.open(directory, SnapshotOptions.DEFAULT.withDriver(SnapshotDriver.COPY));
        try (Work work = snapshots.prepare()) {
            try (Mounted root = snapshots.mount(List.of(), work)) {
                Files.writeString(Path.of(root.root(), "file"), "content");
            }
            snapshot = snapshots.commit(work);
        }
    }

    @AfterEach
    void close() throws IOException {
        snapshots.close();
    }

    /** As a process of its own would find it. */
    private LayerBlobs.Blob blob(LayerBlobs.Format format) throws Exception {
        LayerBlobs layers = new LayerBlobs(store, snapshots, directory.resolve("layers"));
        return layers.blob(
                snapshot,
                () -> {
                    written.incrementAndGet();
                    return List.of();
                },
                format);
    }

    private Path file(LayerBlobs.Blob blob) {
        return directory.resolve("blobs/sha256").resolve(blob.descriptor().digest().hex());
    }

    @Test
    void theSameSnapshotIsWrittenOnce() throws Exception {
        LayerBlobs.Blob first = blob(GZIP);
        assertEquals(first, blob(GZIP));
        assertEquals(1, written.get());
        assertTrue(store.has(first.descriptor()));
    }

    @Test
    void aBlobThatIsGoneIsWrittenAgainWithTheSameBytes() throws Exception {
        LayerBlobs.Blob first = blob(GZIP);
        Files.delete(file(first));
        assertEquals(first, blob(GZIP));
        assertEquals(2, written.get());
        assertTrue(store.has(first.descriptor()));
    }

    @Test
    void aDamagedRecordIsNoRecord() throws Exception {
        LayerBlobs.Blob first = blob(GZIP);
        try (Stream<Path> all = Files.walk(directory.resolve("layers"))) {
            for (Path record : all.filter(Files::isRegularFile).toList()) {
                Files.writeString(record, "{\"digest\":");
            }
        }
        assertEquals(first, blob(GZIP));
        assertEquals(2, written.get());
    }

    @Test
    void compressorsDifferInTheBlobAndNotInTheTar() throws Exception {
        LayerBlobs.Blob gzip = blob(GZIP);
        LayerBlobs.Blob zstd =
                blob(new LayerBlobs.Format(Compression.ZSTD, -1, OptionalLong.empty(), List.of()));
        assertNotEquals(gzip.descriptor().digest(), zstd.descriptor().digest());
        assertEquals(gzip.diffId(), zstd.diffId());
    }

    @Test
    void clampedTimesGiveAnotherLayer() throws Exception {
        LayerBlobs.Blob clamped =
                blob(new LayerBlobs.Format(Compression.GZIP, -1, OptionalLong.of(1), List.of()));
        assertNotEquals(blob(GZIP).diffId(), clamped.diffId());
    }
}
