package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CacheMountsTest {
    @TempDir Path directory;
    private CacheMounts mounts;

    @BeforeEach
    void open() {
        mounts = new CacheMounts(directory);
    }

    private CacheMounts.Use use(RunStep.Sharing sharing) throws IOException, InterruptedException {
        return mounts.use("id", sharing, path -> {});
    }

    @Test
    void sharedUsersHaveOneDirectoryAtTheSameTime() throws Exception {
        try (CacheMounts.Use one = use(RunStep.Sharing.SHARED);
                CacheMounts.Use two = use(RunStep.Sharing.SHARED)) {
            assertEquals(one.directory(), two.directory());
        }
    }

    @Test
    void privateUsersHaveOneEachAndFindTheFirstAgain() throws Exception {
        Path first;
        try (CacheMounts.Use one = use(RunStep.Sharing.PRIVATE);
                CacheMounts.Use two = use(RunStep.Sharing.PRIVATE)) {
            first = one.directory();
            assertNotEquals(first, two.directory());
        }
        try (CacheMounts.Use again = use(RunStep.Sharing.PRIVATE)) {
            assertEquals(first, again.directory());
        }
    }

    @Test
    void idsHaveDirectoriesOfTheirOwn() throws Exception {
        try (CacheMounts.Use one = use(RunStep.Sharing.LOCKED);
                CacheMounts.Use other = mounts.use("../id", RunStep.Sharing.LOCKED, path -> {})) {
            assertNotEquals(one.directory(), other.directory());
            assertTrue(other.directory().startsWith(directory));
        }
    }

    @Test
    void lockedUsersComeOneAfterTheOther() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        inThreads(
                4,
                () -> {
                    for (int round = 0; round < 3; round++) {
                        try (CacheMounts.Use _ = use(RunStep.Sharing.LOCKED)) {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            Thread.yield();
                            inside.decrementAndGet();
                        }
                    }
                    return null;
                });
        assertEquals(1, most.get());
    }

    @Test
    void manyWhoComeFirstAtOnceFillItOnceAndSeeItWhole() throws Exception {
        AtomicInteger fillings = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(6);
        inThreads(
                6,
                () -> {
                    together.await();
                    try (CacheMounts.Use use =
                            mounts.use(
                                    "id",
                                    RunStep.Sharing.SHARED,
                                    path -> {
                                        fillings.incrementAndGet();
                                        Thread.yield();
                                        Files.writeString(path.resolve("seed"), "seed");
                                    })) {
                        return Files.readString(use.directory().resolve("seed"));
                    }
                });
        assertEquals(1, fillings.get());
    }

    @Test
    void whatWasFilledHalfIsFilledAnew() throws Exception {
        assertThrows(
                IOException.class,
                () ->
                        mounts.use(
                                "id",
                                RunStep.Sharing.LOCKED,
                                path -> {
                                    Files.writeString(path.resolve("half"), "half");
                                    throw new IOException("no space left");
                                }));
        try (CacheMounts.Use use =
                mounts.use(
                        "id",
                        RunStep.Sharing.LOCKED,
                        path -> Files.writeString(path.resolve("whole"), "whole"))) {
            assertTrue(Files.exists(use.directory().resolve("whole")));
            assertTrue(Files.notExists(use.directory().resolve("half")));
        }
    }

    private static <T> void inThreads(int count, Callable<T> work) throws Exception {
        List<Callable<T>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(work);
        }
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
            for (Future<T> done : threads.invokeAll(all)) {
                done.get();
            }
        }
    }
}
