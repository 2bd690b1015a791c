package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Checkout;
import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class QuickstartIT {
    @Test
    void endsWithAnImageThatRuns() throws Exception {
        Machine.require(
                Files.exists(Path.of("/etc/apt/sources.list"))
                        || Files.isDirectory(Path.of("/etc/apt/sources.list.d")),
                "apt's list of archives");
        try (ScratchDirectory scratch = ScratchDirectory.create("quickstart")) {
            CooperCommand cooper =
                    CooperCommand.at(scratch.resolve("home")).within(Duration.ofMinutes(20));
            Path launcher = Path.of(cooper.process(List.of()).command().getFirst());
            Path examples = launcher.resolveSibling("examples");
            Processes.run(
                            "cp",
                            "-rT",
                            Checkout.root().resolve("examples").toString(),
                            examples.toString())
                    .ok();
            // The archive that quickstart leaves for its user goes with the test.
            String temporary = "-Djava.io.tmpdir=" + scratch.directory("tmp");
            Processes.Result result =
                    cooper.with("COOPER_JAVA_OPTIONS", temporary).run("quickstart").ok();
            assertTrue(result.out().contains("\n$ cooper history hello:1\n"), result.out());
            Path context = scratch.directory("context");
            Files.writeString(
                    context.resolve("Dockerfile"), "FROM hello:1\nRUN [\"hello\", \"test\"]\n");
            Processes.Result run =
                    cooper.run("build", "--progress", "plain", context.toString()).ok();
            assertTrue(run.err().contains("Hello, test, from an image built by Cooper"), run.err());
            assertEquals(
                    "hello:1\n",
                    cooper.run("images", "--format", "{{.Repository}}:{{.Tag}}", "hello").out());
        }
    }
}
