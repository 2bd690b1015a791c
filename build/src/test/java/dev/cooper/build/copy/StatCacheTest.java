package dev.cooper.build.copy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.linux.Stat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

class StatCacheTest {
    private static final byte[] RAW = new byte[32];
    private static final Instant LATER = Instant.ofEpochSecond(5000);

    @TempDir Path directory;

    @Test
    void remembersUntilAnyOfTheFiveChanges() throws IOException {
        Stat stat = stat(1, 10, 100, 1);
        save(stat);
        StatCache cache = StatCache.open(directory, "/ctx");
        assertArrayEquals(RAW, cache.lookup(stat));
        assertNull(cache.lookup(stat(2, 10, 100, 1)), "inode");
        assertNull(cache.lookup(stat(1, 11, 100, 1)), "size");
        assertNull(cache.lookup(stat(1, 10, 101, 1)), "status change, seconds");
        assertNull(cache.lookup(stat(1, 10, 100, 2)), "status change, nanoseconds");
        assertNull(StatCache.open(directory, "/other").lookup(stat), "context");
    }

    @Test
    void fileReadTooSoonAfterAChangeIsNotTrusted() {
        assertTrue(StatCache.isSafe(stat(1, 1, 100, 1), Instant.ofEpochSecond(101)));
        assertFalse(StatCache.isSafe(stat(1, 1, 100, 1), Instant.ofEpochSecond(100, 100_000_000)));
        assertFalse(
                StatCache.isSafe(stat(1, 1, 100, 0), Instant.ofEpochSecond(101)),
                "a file system that counts whole seconds");
        assertFalse(
                StatCache.isSafe(stat(1, 1, 200, 1), Instant.ofEpochSecond(101)),
                "a clock that is ahead");
    }

    @Test
    void sameSizeAndTimeOfModificationFoolNobody() throws Exception {
        try (Trees trees = new Trees(directory.resolve("t"))) {
            trees.context("mkdir d; echo old > d/a; touch -d @1000 d/a; sleep 0.4");
            String before = digest(trees);
            assertEquals(before, digest(trees));
            Stat stat = trees.context().openDirectory("d").stat("a");
            assertNotNull(
                    StatCache.open(directory, "/ctx").lookup(stat), "the file was remembered");
            trees.context("echo new > d/a; touch -d @1000 d/a");
            assertNotEquals(before, digest(trees));
            trees.context("echo old > d/b; touch -d @1000 d/b; mv d/b d/a");
            assertEquals(before, digest(trees));
        }
    }

    @Test
    void damagedFileIsAsGoodAsNone() throws IOException {
        Stat stat = stat(1, 10, 100, 1);
        save(stat);
        Path file = onlyFile();
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i += 3) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            assertNull(StatCache.open(directory, "/ctx").lookup(stat));
            Files.write(file, java.util.Arrays.copyOf(good, i));
            assertNull(StatCache.open(directory, "/ctx").lookup(stat));
        }
    }

    @Test
    void processesThatSaveAtOnceLeaveAWholeFile() throws Exception {
        List<Callable<Void>> savers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int first = i * 50;
            savers.add(() -> {
                for (int n = 0; n < 50; n++) {
                    save(stat(first + n, 10, 100, 1));
                }
                return null;
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (Future<Void> saved : pool.invokeAll(savers)) {
                saved.get();
            }
        }
        save(stat(1000, 10, 100, 1));
        assertNotNull(StatCache.open(directory, "/ctx").lookup(stat(1000, 10, 100, 1)));
        onlyFile();
    }

    @Test
    void findsEachOfMany() throws IOException {
        StatCache cache = StatCache.open(directory, "/ctx");
        for (int i = 0; i < 1000; i++) {
            byte[] raw = new byte[32];
            raw[0] = (byte) i;
            cache.record(stat(i * 7919L % 1000 - 500, i, 100, 1), raw, LATER);
        }
        cache.save();
        StatCache again = StatCache.open(directory, "/ctx");
        for (int i = 0; i < 1000; i++) {
            byte[] raw = again.lookup(stat(i * 7919L % 1000 - 500, i, 100, 1));
            assertNotNull(raw);
            assertEquals((byte) i, raw[0]);
        }
    }

    private String digest(Trees trees) throws IOException {
        StatCache cache = StatCache.open(directory, "/ctx");
        Selection selection =
                Sources.ofContext(trees.context(), IgnoreFile.EMPTY, cache)
                        .select(List.of("d"), false, List.of());
        String digest = selection.contentDigest().hex();
        cache.save();
        return digest;
    }

    private void save(Stat stat) throws IOException {
        StatCache cache = StatCache.open(directory, "/ctx");
        cache.record(stat, RAW, LATER);
        cache.save();
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertEquals(1, found.size(), found::toString);
            return found.getFirst();
        }
    }

    private static Stat stat(long inode, long size, long ctime, int ctimeNanos) {
        return new Stat(0100644, 0, 0, 1, 9, inode, size, 50, 5, ctime, ctimeNanos, 0, 0, 8);
    }
}
