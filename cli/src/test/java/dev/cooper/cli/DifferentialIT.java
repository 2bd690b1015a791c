package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Buildah;
import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.DockerDaemon;
import dev.cooper.testkit.FileTree;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.SavedImage;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Builds every Dockerfile of the corpus with Cooper and with another builder of Debian, and
 * compares the file systems file by file and the configs field by field.
 *
 * <p>{@code -Dtest.args="-Ddifferential.only=copy-.* -Ddifferential.peer=buildkit"} chooses cases
 * and peer; {@code -Dgolden.update=true} writes the listings of the cases without a peer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialIT {
    /** Where builders leave traces of their own running. */
    private static final List<String> NOT_COMPARED =
            List.of("proc", "sys", "dev", "run", "etc/mtab");

    private ScratchDirectory scratch;
    private Path base;
    private CooperCommand cooper;
    private Buildah buildah;
    private DockerDaemon daemon;
    private long started;

    @BeforeAll
    void makeBase() throws IOException, InterruptedException {
        Machine.requireRoot();
        started = System.currentTimeMillis() / 1000;
        scratch = ScratchDirectory.create("diff");
        base = BaseImage.archive(scratch.directory("base"));
        cooper = CooperCommand.at(scratch.resolve("home"));
        cooper.run("load", "-i", base.toString()).ok();
    }

    @AfterAll
    void stop() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
        if (scratch != null) {
            scratch.close();
        }
    }

    @Test
    void corpusHasAtLeastSixtyCases() throws IOException {
        if (System.getProperty("differential.only", "").isEmpty()) {
            assertTrue(DifferentialCase.all().size() >= 60);
        }
    }

    @TestFactory
    Stream<DynamicTest> buildsWhatItsPeerBuilds() throws IOException {
        return DifferentialCase.all().stream()
                .map(c -> DynamicTest.dynamicTest(c.name(), () -> compare(c)));
    }

    private void compare(DifferentialCase test) throws IOException, InterruptedException {
        try (ScratchDirectory work = ScratchDirectory.create("diff-" + test.name())) {
            test.makeContext(work);
            Path context = work.resolve("context");
            SavedImage ours = buildOurs(test, work, context);
            if (test.peer().equals("none")) {
                compareWithListing(test, ours);
                return;
            }
            SavedImage theirs = buildTheirs(test, context);
            List<String> found =
                    new ArrayList<>(
                            FileTree.differences(
                                    ours.tree().without(NOT_COMPARED),
                                    theirs.tree().without(NOT_COMPARED),
                                    started));
            found.addAll(SavedImage.differences(ours, theirs));
            explain(test, found);
        }
    }

    private SavedImage buildOurs(DifferentialCase test, ScratchDirectory work, Path context)
            throws IOException, InterruptedException {
        Path archive = work.resolve("ours.tar");
        List<String> words = new ArrayList<>(List.of("build", "--progress", "plain"));
        words.addAll(List.of("-o", "type=docker,dest=" + archive));
        words.addAll(test.arguments());
        words.add(".");
        cooper.in(context).run(words).ok();
        return SavedImage.ofArchive(archive);
    }

    private SavedImage buildTheirs(DifferentialCase test, Path context)
            throws IOException, InterruptedException {
        String name = "localhost/" + test.name() + ":1";
        if (test.peer().equals("buildkit")) {
            if (daemon == null) {
                daemon = DockerDaemon.start(scratch.directory("d"));
                daemon.load(base).ok();
            }
            daemon.build(context, name, test.arguments()).ok();
            return daemon.read(name);
        }
        if (buildah == null) {
            buildah = new Buildah(scratch.directory("b"));
            buildah.load(base);
        }
        buildah.build(context, name, test.arguments()).ok();
        return buildah.read(name);
    }

    /** Fails on differences without a reason and on reasons without a difference. */
    private static void explain(DifferentialCase test, List<String> found) throws IOException {
        List<String> unexplained = new ArrayList<>(found);
        List<String> stale = new ArrayList<>();
        boolean otherPeer = !System.getProperty("differential.peer", "").isEmpty();
        for (AcceptedDifference accepted : test.accepted()) {
            boolean occurred = found.stream().anyMatch(accepted::accepts);
            unexplained.removeIf(accepted::accepts);
            if (!occurred && !accepted.everyCase() && !otherPeer) {
                stale.add(accepted.text());
            }
        }
        assertEquals(
                "",
                String.join("\n", unexplained),
                "differences (Cooper, " + test.peer() + ") without a reason");
        assertEquals("", String.join("\n", stale), "accepted differences that do not occur");
    }

    private void compareWithListing(DifferentialCase test, SavedImage ours)
            throws IOException, InterruptedException {
        Set<String> baseLines = new TreeSet<>(SavedImage.ofArchive(base).tree().lines());
        List<String> lines = new ArrayList<>();
        for (String line : ours.tree().without(NOT_COMPARED).lines()) {
            if (!baseLines.contains(line)) {
                lines.add(line);
            }
        }
        ours.fields()
                .forEach((field, value) -> {
                    if (!field.equals("architecture")) {
                        lines.add(field + " " + value);
                    }
                });
        Path expected = test.directory().resolve("expected");
        if (Boolean.getBoolean("golden.update")) {
            Files.write(expected, lines);
        }
        assertEquals(Files.readString(expected).strip(), String.join("\n", lines).strip());
    }
}
