package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Kills builds that share one store at random moments; nothing may be left or lost. */
class KilledBuildIT {
    private static final int KILLS = Integer.getInteger("kills", 50);

    /** In the command line of every process that a step of this test starts. */
    private static final String MARK = "cooper-killed-build-" + ProcessHandle.current().pid();

    private static final String DOCKERFILE =
            """
            FROM localhost/base:1 AS one
            ARG ROUND
            RUN : MARK; echo $ROUND > /round; for i in $(seq 300); do echo $i > /f$i; done
            RUN : MARK; rm /f1* && mkdir /d && mv /f2 /d/ && sleep 0.1
            FROM localhost/base:1 AS two
            RUN --mount=type=cache,id=killed,target=/c : MARK; date >> /c/log; echo two > /two; sleep 0.1
            COPY . /context
            FROM localhost/base:1
            COPY --from=one / /one
            COPY --from=two /two /context /two/
            RUN : MARK; rm -r /one/bin && echo done > /done
            """
                    .replace("MARK", MARK);

    @Test
    void nothingIsLeftOrLostWhenBuildsAreKilledAtRandomMoments()
            throws IOException, InterruptedException {
        Machine.requireBuilds();
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        System.err.println("KilledBuildIT: replay with -Dtest.args=-Dtests.seed=" + seed);
        try (ScratchDirectory scratch = ScratchDirectory.create("kill")) {
            Path base = BaseImage.archive(scratch.directory("base"));
            Path context = scratch.directory("context");
            Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
            for (int i = 0; i < 20; i++) {
                Files.writeString(context.resolve("file" + i), "content " + i);
            }
            CooperCommand undisturbed = CooperCommand.at(scratch.resolve("quiet")).in(context);
            undisturbed.run("load", "-i", base.toString()).ok();
            String want = build(undisturbed, scratch, "same");
            long begin = System.nanoTime();
            assertEquals(want, build(undisturbed, scratch, "same", "--no-cache"));
            long usual = Duration.ofNanos(System.nanoTime() - begin).toMillis();

            CooperCommand cooper = CooperCommand.at(scratch.resolve("home")).in(context);
            cooper.run("load", "-i", base.toString()).ok();
            for (int kill = 0; kill < KILLS; kill++) {
                killOne(cooper, scratch, random, kill, usual);
            }
            assertNothingRuns();
            assertNothingIsMounted(scratch.path());
            assertEquals(want, build(cooper, scratch, "same"), "seed " + seed);
            assertEquals(want, build(cooper, scratch, "same", "--no-cache"), "seed " + seed);
            assertBlobsAreWhole(scratch.resolve("home"));
            assertBasesWork(cooper);
        }
    }

    /** Starts one build, at times two at once, and kills one of them. */
    private static void killOne(
            CooperCommand cooper, ScratchDirectory scratch, Random random, int kill, long usual)
            throws IOException, InterruptedException {
        // Some rounds repeat an earlier one, so that half-done cache entries would be met.
        String round = random.nextInt(3) == 0 ? "same" : "round" + random.nextInt(10);
        Process victim = start(cooper, scratch, round, "victim" + kill);
        Process other = kill % 10 == 9 ? start(cooper, scratch, "same", "other" + kill) : victim;
        TimeUnit.MILLISECONDS.sleep(random.nextLong(usual + usual / 4));
        victim.destroyForcibly();
        victim.waitFor();
        if (other != victim) {
            assertTrue(other.waitFor(2, TimeUnit.MINUTES), "the other build hangs");
            assertEquals(
                    0,
                    other.exitValue(),
                    () -> "the other build failed: " + read(scratch.resolve("other" + kill)));
        }
        assertNothingRuns();
    }

    private static Process start(
            CooperCommand cooper, ScratchDirectory scratch, String round, String log)
            throws IOException {
        return cooper.process(words(round, List.of("-t", "killed:" + round)))
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve(log).toFile())
                .start();
    }

    /** Builds to the end and returns the digest of the manifest. */
    private static String build(
            CooperCommand cooper, ScratchDirectory scratch, String round, String... more)
            throws IOException, InterruptedException {
        Path archive = scratch.resolve("out.tar");
        List<String> options = new ArrayList<>(List.of(more));
        options.addAll(List.of("-o", "type=oci,rewrite-timestamp=true,dest=" + archive));
        cooper.run(words(round, options)).ok();
        Processes.Result index =
                Processes.run("tar", "-xOf", archive.toString(), "index.json").ok();
        int digest = index.out().indexOf("sha256:");
        return index.out().substring(digest, digest + 71);
    }

    private static List<String> words(String round, List<String> options) {
        List<String> words = new ArrayList<>(List.of("build", "--progress", "plain"));
        words.addAll(List.of("--build-arg", "ROUND=" + round));
        words.addAll(List.of("--build-arg", "SOURCE_DATE_EPOCH=1700000000"));
        words.addAll(options);
        words.add(".");
        return words;
    }

    /** The kernel takes a moment to tear a process tree down; then nothing may be there. */
    private static void assertNothingRuns() throws InterruptedException {
        List<String> left = List.of();
        for (int attempt = 0; attempt < 100; attempt++) {
            left =
                    ProcessHandle.allProcesses()
                            .map(p -> p.info().commandLine().orElse(""))
                            .filter(c -> c.contains(MARK))
                            .toList();
            if (left.isEmpty()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertEquals(List.of(), left, "processes are left");
    }

    private static void assertNothingIsMounted(Path scratch) throws IOException {
        List<String> mounts =
                Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                        .filter(m -> m.contains(scratch.toString()))
                        .toList();
        assertEquals(List.of(), mounts);
    }

    private static void assertBlobsAreWhole(Path home) throws IOException, InterruptedException {
        try (Stream<Path> blobs = Files.list(home.resolve("blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                String sum = Processes.run("sha256sum", blob.toString()).ok().out();
                assertEquals(blob.getFileName().toString(), sum.substring(0, 64));
            }
        }
    }

    private static void assertBasesWork(CooperCommand cooper)
            throws IOException, InterruptedException {
        String names = cooper.run("images", "--format", "{{.Repository}}:{{.Tag}}").ok().out();
        assertTrue(names.contains("localhost/base:1"), names);
        cooper.run("prune", "-f").ok();
        cooper.run("images").ok();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
