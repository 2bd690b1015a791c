package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cooper.testkit.Checkout;
import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs every command line of the documentation. The {@code console} blocks of a page run in order,
 * in one directory with a store of its own and a static busybox in {@code ./busybox}. Lines that
 * begin with {@code $} are commands; one that ends in {@code # fails} must fail, all others must
 * not. A block after a comment {@code <!-- not run: reason -->} is left out. What readers of a page
 * have already, a comment {@code <!-- before:} brings: a command a line. What is exported stays for
 * the commands after it. What a page calls {@code localhost:5000} is an empty registry of Cooper's
 * own.
 */
class DocsIT {
    private static final String PROMPT = "$ ";
    private static final String FAILS = "# fails";
    private static final String NOT_RUN = "<!-- not run:";
    private static final String BEFORE = "<!-- before:";
    private static final String REGISTRY = "localhost:5000";

    @TestFactory
    List<DynamicTest> everyCommandLineOfThePagesRuns() throws IOException {
        Path docs = Checkout.root().resolve("docs");
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(docs)) {
            for (Path page :
                    files.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
                List<String> commands = commands(Files.readString(page));
                if (!page.startsWith(docs.resolve("decisions")) && !commands.isEmpty()) {
                    tests.add(
                            dynamicTest(
                                    docs.relativize(page).toString(), () -> run(page, commands)));
                }
            }
        }
        assertFalse(tests.isEmpty());
        return tests;
    }

    static List<String> commands(String page) {
        List<String> commands = new ArrayList<>();
        boolean inside = false;
        boolean runs = true;
        boolean before = false;
        for (String line : page.lines().toList()) {
            if (before || line.equals(BEFORE)) {
                before = !line.equals("-->");
                if (before && !line.equals(BEFORE)) {
                    commands.add(line);
                }
            } else if (line.startsWith("```")) {
                inside = !inside && line.equals("```console") && runs;
                runs = true;
            } else if (inside && line.startsWith(PROMPT)) {
                commands.add(line.substring(PROMPT.length()));
            } else if (!inside && !line.isBlank()) {
                runs = !line.startsWith(NOT_RUN);
            }
        }
        return commands;
    }

    private static void run(Path page, List<String> commands)
            throws IOException, InterruptedException {
        Path busybox = Peers.require("busybox");
        for (String peer : List.of("skopeo", "umoci")) {
            if (commands.stream().anyMatch(command -> command.startsWith(peer + " "))) {
                Peers.require(peer);
            }
        }
        try (ScratchDirectory scratch = ScratchDirectory.create("docs");
                OwnRegistry registry = OwnRegistry.start(scratch.resolve("registry"))) {
            Path work = scratch.directory("work");
            Path home = scratch.directory("user");
            Files.copy(
                    busybox,
                    work.resolve("busybox"),
                    java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            CooperCommand cooper = CooperCommand.at(scratch.resolve("home")).in(work);
            String launcher = cooper.process(List.of()).command().getFirst();
            StringBuilder exported = new StringBuilder();
            for (String command : commands) {
                if (command.startsWith("export ")) {
                    exported.append(command).append('\n');
                    continue;
                }
                ProcessBuilder builder = cooper.process(List.of());
                String script = exported + command;
                builder.command("sh", "-c", script.replace(REGISTRY, registry.host()));
                builder.environment().put("HOME", home.toString());
                builder.environment().remove("XDG_CONFIG_HOME");
                String path = builder.environment().get("PATH");
                builder.environment().put("PATH", Path.of(launcher).getParent() + ":" + path);
                Processes.Result result =
                        Processes.run(builder, new byte[0], Duration.ofMinutes(5));
                boolean fails = command.endsWith(FAILS);
                assertEquals(
                        fails,
                        result.exit() != 0,
                        () ->
                                Checkout.root().relativize(page)
                                        + ": "
                                        + command
                                        + "\nexit "
                                        + result.exit()
                                        + "\n"
                                        + result.out()
                                        + result.err());
            }
        }
    }
}
