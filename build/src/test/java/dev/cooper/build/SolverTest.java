package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SolverTest {
    private static final String JOINED =
            """
            FROM scratch AS a
            RUN ["a"]
            FROM scratch AS b
            RUN ["b"]
            FROM scratch
            RUN --mount=type=cache,target=/a,from=a --mount=type=cache,target=/b,from=b ["join"]
            """;

    @TempDir Path directory;
    private Solving solving;

    @BeforeEach
    void open() throws IOException {
        solving = new Solving(directory.resolve("store"));
    }

    @AfterEach
    void close() throws IOException {
        solving.close();
    }

    @Test
    void independentStepsRunAtTheSameTime() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        solving.step(name -> {
            if (!name.equals("join")) {
                meet(both);
            }
        });
        assertEquals(List.of("a", "b", "join"), solving.solve(Requests.of(JOINED)));
    }

    private static void meet(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await();
        } catch (BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSecondBuildRunsNothingAndLooksAtTheLastStepOnly() throws Exception {
        solving.solve(Requests.of(JOINED));
        assertEquals(List.of(), solving.solve(Requests.of(JOINED)));
        assertEquals(1, solving.started(), "a hit by definition needs none of its inputs");
        assertEquals(List.of("same definition"), solving.reasons());
    }

    @Test
    void aStepThatTwoStagesShareRunsOnce() throws Exception {
        String shared =
                """
                FROM scratch AS base
                RUN ["base"]
                FROM base AS left
                RUN ["left"]
                FROM base
                RUN --mount=type=cache,target=/l,from=left ["right"]
                """;
        assertEquals(List.of("base", "left", "right"), solving.solve(Requests.of(shared)));
    }

    @Test
    void equalStepsOfTwoStagesRunOnce() throws Exception {
        String equal = JOINED.replace("[\"b\"]", "[\"a\"]");
        assertEquals(List.of("a", "join"), solving.solve(Requests.of(equal)));
    }

    @Test
    void diamondsFortyDeepAreSolvedOnceAVertex() throws Exception {
        StringBuilder text = new StringBuilder("FROM scratch AS s0\nRUN [\"s0\"]\n");
        for (int i = 1; i <= 40; i++) {
            int below = i - 1;
            text.append("FROM s" + below + " AS l" + i + "\nRUN [\"l" + i + "\"]\n");
            text.append(
                    "FROM s" + below + " AS s" + i + "\nRUN --mount=type=cache,target=/l,from=l");
            text.append(i + " [\"s" + i + "\"]\n");
        }
        assertEquals(81, solving.solve(Requests.of(text.toString())).size());
        assertEquals(List.of(), solving.solve(Requests.of(text.toString())));
    }

    @Test
    void aForcedStepMakesWhatIsBuiltOnItRunToo() throws Exception {
        String chain = "FROM scratch\nRUN [\"one\"]\nRUN [\"two\"]\nRUN [\"three\"]\n";
        solving.solve(Requests.of(chain));
        assertEquals(List.of("three", "two"), solving.force("two").solve(Requests.of(chain)));
        assertEquals(List.of(), solving.force().solve(Requests.of(chain)));
    }

    @Test
    void aStepWhoseLayerWasRemovedRunsAgain() throws Exception {
        Requests one = Requests.of("FROM scratch\nRUN [\"one\"]\n");
        solving.solve(one);
        solving.close();
        solving = new Solving(directory.resolve("store"));
        assertEquals(List.of(), solving.snapshots().remove(solving.snapshots().list()));
        assertEquals(List.of("one"), solving.solve(one));
    }

    @Test
    void aFailureStopsTheOthersAndIsToldOnce() {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicBoolean stopped = new AtomicBoolean();
        solving.step(name -> {
            if (name.equals("a")) {
                waiting.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    stopped.set(true);
                }
            }
            waiting.await();
            throw new IOException("the disk is full");
        });
        IOException e = assertThrows(IOException.class, () -> solving.solve(Requests.of(JOINED)));
        String sentence = e.getMessage().lines().findFirst().orElseThrow();
        assertEquals("Dockerfile:4: the disk is full", place(sentence));
        assertTrue(stopped.get());
        assertEquals(List.of(e.getMessage()), solving.errors());
    }

    /** Without the column. */
    private static String place(String message) {
        return message.replaceFirst("^(Dockerfile:[0-9]+):[0-9:-]+:", "$1:");
    }

    @Test
    void aMissingFileIsToldAtTheStepThatCopiesItNotAtThoseOnTop() throws Exception {
        Path context = Files.createDirectory(directory.resolve("context"));
        Requests missing =
                Requests.of("FROM scratch\nRUN [\"one\"]\nCOPY nothing /\nRUN [\"two\"]\n")
                        .context(context);
        IOException e = assertThrows(IOException.class, () -> solving.solve(missing));
        assertTrue(e.getMessage().startsWith("Dockerfile:3"), e.getMessage());
        assertEquals(List.of(e.getMessage()), solving.errors(), "the step is shown as failed");
    }

    @Test
    void aBugInAStepEndsTheBuildToo() {
        solving.step(name -> {
            throw new IllegalStateException("bug");
        });
        assertThrows(IllegalStateException.class, () -> solving.solve(Requests.of(JOINED)));
    }

    @Test
    void aCancelledBuildStopsItsSteps() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicBoolean cancelled = new AtomicBoolean();
        solving.step(name -> {
            waiting.countDown();
            new CountDownLatch(1).await();
        });
        Thread build =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                solving.solve(Requests.of(JOINED));
                            } catch (InterruptedException e) {
                                cancelled.set(true);
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        assertTrue(waiting.await(60, TimeUnit.SECONDS));
        build.interrupt();
        build.join();
        assertTrue(cancelled.get());
        assertEquals(List.of(), solving.errors());
    }

    @Test
    void changedContextFilesMissAndTouchedOnesHit() throws Exception {
        Path context = Files.createDirectory(directory.resolve("context"));
        Path file = Files.writeString(context.resolve("file"), "one");
        Requests copy = Requests.of("FROM scratch\nCOPY file /\nRUN [\"two\"]\n").context(context);
        assertEquals(List.of("other", "two"), solving.solve(copy));
        Files.writeString(file, "one");
        assertEquals(List.of(), solving.solve(copy));
        Files.writeString(file, "two");
        List<String> ran = solving.solve(copy);
        assertFalse(ran.isEmpty());
        assertTrue(ran.contains("two"));
    }
}
