package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.fail;

import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs one script for each behaviour that {@code docs/dockerfile-conformance.md} says is shown.
 * {@code -Dtest.args=-Dconformance.only=Copy.*} chooses some.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceIT {
    private ScratchDirectory scratch;
    private Path base;
    private CooperCommand cooper;

    @BeforeAll
    void makeBase() throws IOException, InterruptedException {
        Machine.requireBuilds();
        scratch = ScratchDirectory.create("conf");
        base = BaseImage.archive(scratch.directory("base"));
        cooper = CooperCommand.at(scratch.resolve("home"));
        cooper.run("load", "-i", base.toString()).ok();
    }

    @AfterAll
    void stop() throws IOException {
        if (scratch != null) {
            scratch.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> behavesAsTheSuiteSays() throws IOException {
        String only = System.getProperty("conformance.only", "");
        return Behaviour.all().stream()
                .filter(Behaviour::isShown)
                .filter(b -> only.isEmpty() || b.name().matches(only))
                .map(b -> DynamicTest.dynamicTest(b.name(), () -> run(b)));
    }

    private void run(Behaviour behaviour) throws IOException, InterruptedException {
        String script = Files.readString(behaviour.script());
        if (script.startsWith("# needs root")) {
            Machine.requireRoot();
        }
        for (String tool : List.of("ssh-agent", "zstd", "xz", "bzip2")) {
            if (script.contains(tool)) {
                Peers.require(tool);
            }
        }
        try (ScratchDirectory work = ScratchDirectory.create("conf-" + behaviour.name())) {
            Path web = work.directory("web");
            try (FileServer server = FileServer.serve(web)) {
                ProcessBuilder command = cooper.in(work.directory("context")).process(List.of());
                String launcher = command.command().getLast();
                Map<String, String> environment = command.environment();
                environment.merge("PATH", Path.of(launcher).getParent() + ":", (a, b) -> b + a);
                environment.put("OUT", work.directory("out").toString());
                environment.put("WEB", web.toString());
                environment.put("URL", server.url());
                environment.put("BASE", base.toString());
                String lib = Behaviour.SCRIPTS.resolve("lib.sh").toString();
                command.command(
                        List.of("sh", "-c", ". " + lib + "; . " + behaviour.script(), "sh"));
                Processes.Result result =
                        Processes.run(command, new byte[0], Duration.ofMinutes(3));
                if (result.exit() != 0) {
                    fail("exit code " + result.exit() + "\n" + result.out() + result.err());
                }
            }
        }
    }
}
