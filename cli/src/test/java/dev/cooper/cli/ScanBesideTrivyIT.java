package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.scan.server.ScanServer;
import dev.cooper.scan.server.ServerOptions;
import dev.cooper.testkit.Checkout;
import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;
import dev.cooper.testkit.Trivy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cooper and a real Trivy look at the same image with the same database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScanBesideTrivyIT {
    private static final Path HERE =
            Checkout.root().resolve("cli/src/test/resources/scan-beside-trivy").toAbsolutePath();

    /**
     * A version before 2.0.0 is one that OSV's "fixed in 2.0.0" means. Trivy reads that as npm
     * reads the range of a dependency, which passes over such versions.
     */
    private static final String EXPECTED =
            """
            finding-only-cooper node-pkg app/node_modules/@scope/thing/package.json @scope/thing \
            2.0.0-rc.1 CVE-2099-00013
            1 differences; packages 14 / 14, findings 17 / 16, 16 in both
            """;

    /** Both hear the same then. */
    private static final String TOLD =
            "\n0 differences; packages 14 / 14, findings 17 / 17, 17 in both\n";

    private ScratchDirectory scratch;
    private CooperCommand cooper;
    private Path image;

    @BeforeAll
    void makeImageAndDatabases() throws IOException, InterruptedException {
        Trivy.require();
        scratch = ScratchDirectory.create("beside-trivy");
        Path script = HERE.resolve("image.sh");
        Processes.run(
                        new ProcessBuilder("sh", script.toString())
                                .directory(scratch.path().toFile()),
                        new byte[0],
                        Duration.ofMinutes(1))
                .ok();
        Files.writeString(scratch.resolve("Dockerfile"), "FROM scratch\nCOPY root /\n");
        cooper = CooperCommand.at(scratch.resolve("home")).in(scratch.path());
        cooper.run("build", "-q", "-t", "beside:1", ".").ok();
        image = scratch.resolve("image.tar");
        cooper.run("save", "-o", image.toString(), "beside:1").ok();
        cooper.run("db", "build", "--quiet", scratch.resolve("osv").toString()).ok();
        Path cache = scratch.directory("trivy");
        cooper.run("db", "export", "--format", "trivy-db", "-o", cache.toString()).ok();
    }

    @AfterAll
    void delete() throws IOException {
        if (scratch != null) {
            scratch.close();
        }
    }

    @Test
    void bothFindTheSameInAnImage() throws IOException, InterruptedException {
        Path ours = scratch.resolve("ours.json");
        Path theirs = scratch.resolve("theirs.json");
        List<String> words =
                List.of(
                        "--input",
                        image.toString(),
                        "--scanners",
                        "vuln",
                        "--list-all-pkgs",
                        "--format",
                        "json",
                        "--output");
        cooper.run(command(words, ours)).ok();
        Trivy.run(scratch.resolve("trivy"), image(words, theirs)).ok();
        assertEquals(EXPECTED, compare(ours, theirs));
    }

    @Test
    void aClientOfTrivysHearsFromOurServerWhatWeReport() throws IOException, InterruptedException {
        Path ours = scratch.resolve("told.json");
        Path theirs = scratch.resolve("heard.json");
        Path client = scratch.directory("client");
        List<String> words = new ArrayList<>(List.of("--input", image.toString()));
        words.addAll(List.of("--scanners", "vuln,secret,license", "--list-all-pkgs"));
        words.addAll(List.of("--format", "json", "--output"));
        cooper.run(command(words, ours)).ok();
        try (ScanServer server =
                ScanServer.start(
                        new ServerOptions(
                                "localhost",
                                0,
                                Optional.of("opensesame"),
                                "Trivy-Token",
                                scratch.resolve("home/cooper/db"),
                                scratch.resolve("served"),
                                "0"),
                        log -> {})) {
            List<String> asked = new ArrayList<>(List.of("--server", server.url()));
            asked.addAll(words);
            assertEquals(1, Trivy.run(client, image(asked, theirs)).exit());
            asked.addAll(0, List.of("--token", "opensesame"));
            Trivy.run(client, image(asked, theirs)).ok();
        }
        assertEquals(TOLD, compare(ours, theirs));
    }

    private static List<String> command(List<String> words, Path output) {
        List<String> all = new ArrayList<>(List.of("scan"));
        all.addAll(image(words, output));
        return all;
    }

    private static List<String> image(List<String> words, Path output) {
        List<String> all = new ArrayList<>(List.of("image"));
        all.addAll(words);
        all.add(output.toString());
        return all;
    }

    private static String compare(Path ours, Path theirs) throws IOException, InterruptedException {
        return Processes.run(
                        Peers.require("python3").toString(),
                        Checkout.root().resolve("bench/compare-scans.py").toString(),
                        ours.toString(),
                        theirs.toString())
                .out();
    }
}
