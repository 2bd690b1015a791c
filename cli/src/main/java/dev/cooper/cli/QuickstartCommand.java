package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code cooper quickstart}: takes the first steps a person would take, each in a process of its
 * own, as if typed.
 */
final class QuickstartCommand implements Command {
    private static final String BASE = "debian:bookworm";
    private static final String IMAGE = "hello:1";

    @Override
    public Usage usage() {
        return Usage.of("cooper quickstart", "Make a base image, build an example and look at it")
                .operands(0, 0);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        Path launcher = launcher();
        Path example = launcher.resolveSibling("examples").resolve("hello");
        if (!Files.isDirectory(example)) {
            throw new SyntaxException(
                    "quickstart builds examples/hello of a checkout of Cooper, which is not at "
                            + example);
        }
        Path archive = Files.createTempDirectory("cooper-quickstart-").resolve("hello.tar");
        List<List<String>> steps =
                List.of(
                        List.of("base", "debian", "--suite", "bookworm", "-t", BASE),
                        List.of("build", "-t", IMAGE, shown(example)),
                        List.of("images"),
                        List.of("inspect", "--format", "{{json .Config}}", IMAGE),
                        List.of("history", IMAGE),
                        List.of("save", "-o", archive.toString(), IMAGE));
        for (List<String> step : steps) {
            int code = step(launcher, step, terminal);
            if (code != 0) {
                terminal.error(
                        "cooper: quickstart stopped: 'cooper " + step.getFirst() + "' failed");
                return code;
            }
        }
        terminal.println(
                "\nThe image "
                        + IMAGE
                        + " is in the store. Run it with docker or podman:\n"
                        + "  docker load -i "
                        + archive
                        + " && docker run --rm "
                        + IMAGE);
        return 0;
    }

    private static Path launcher() {
        String launcher = System.getProperty("cooper.launcher", "");
        if (launcher.isEmpty()) {
            throw new SyntaxException("quickstart needs the cooper script; start it with that");
        }
        return Path.of(launcher).toAbsolutePath().normalize();
    }

    /** The path as a person in this directory would type it. */
    private static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }

    private static int step(Path launcher, List<String> step, Terminal terminal)
            throws IOException, InterruptedException {
        StringBuilder typed = new StringBuilder("\n$ cooper");
        for (String word : step) {
            boolean plain = word.indexOf(' ') < 0 && word.indexOf('{') < 0;
            typed.append(' ').append(plain ? word : "'" + word + "'");
        }
        terminal.println(typed.toString());
        terminal.flush();
        List<String> command = new ArrayList<>();
        command.add(launcher.toString());
        command.addAll(step);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
