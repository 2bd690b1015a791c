package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.store.SnapshotId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

class CacheRecordsTest {
    private static final Digest KEY = digest("key");

    @TempDir Path directory;

    private static Digest digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static CacheRecords.Entry entry(String name) {
        return new CacheRecords.Entry(
                digest(name),
                new SnapshotId("snapshot2" + (char) ('a' + Math.floorMod(name.hashCode(), 26))),
                Instant.parse("2026-01-02T03:04:05.000000006Z"));
    }

    @Test
    void whatIsPutIsFoundByALaterProcess() throws IOException {
        new CacheRecords(directory).put(KEY, entry("a"));
        new CacheRecords(directory).putStep(KEY, digest("step"));
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("op", "copy");
        inputs.put("file a", "sha256:0");
        new CacheRecords(directory).putInputs(KEY, inputs);
        CacheRecords later = new CacheRecords(directory);
        assertEquals(Optional.of(entry("a")), later.find(KEY));
        assertEquals(Optional.of(digest("step")), later.step(KEY));
        assertEquals(inputs, later.inputs(KEY));
        assertEquals(Optional.empty(), later.find(digest("other")));
    }

    @Test
    void aDamagedRecordIsAMissAndIsReplaced() throws IOException {
        CacheRecords records = new CacheRecords(directory);
        records.put(KEY, entry("a"));
        records.putStep(KEY, digest("step"));
        records.putInputs(KEY, Map.of("a", "b"));
        for (String damage :
                List.of("", "{\"key\":\"sha2", "[]", "{}", "{\"key\":\"x\"}", "{\"key\":7}")) {
            for (Path file : files()) {
                Files.writeString(file, damage);
            }
            assertEquals(Optional.empty(), records.find(KEY), damage);
            assertEquals(Optional.empty(), records.step(KEY), damage);
            assertNotEquals(Map.of("a", "b"), records.inputs(KEY), damage);
        }
        records.put(KEY, entry("b"));
        assertEquals(Optional.of(entry("b")), records.find(KEY));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void manyWritersOfOneKeyLeaveOneWholeRecordAndNoOtherFile() throws Exception {
        CacheRecords records = new CacheRecords(directory);
        List<Callable<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "writer " + i;
            writers.add(() -> {
                for (int round = 0; round < 20; round++) {
                    records.put(KEY, entry(name));
                    assertTrue(records.find(KEY).isPresent());
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
            for (Future<Void> done : threads.invokeAll(writers)) {
                done.get();
            }
        }
        assertEquals(1, files().size());
    }
}
