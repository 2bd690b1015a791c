package dev.cooper.cli;

import dev.cooper.testkit.Checkout;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One Dockerfile of the differential corpus with what belongs to it: {@code setup.sh} makes its
 * context, {@code args} has one word of the command line a line, {@code peer} names the builder it
 * is compared with, {@code differences} the accepted differences.
 */
record DifferentialCase(String name, Path directory) {
    static final Path CORPUS =
            Checkout.root().resolve("cli/src/test/resources/differential").toAbsolutePath();

    /** The time that every file of a context has unless its setup gave it an older one. */
    private static final long CONTEXT_TIME = 1_700_000_000;

    static List<DifferentialCase> all() throws IOException {
        String only = System.getProperty("differential.only", "");
        try (Stream<Path> directories = Files.list(CORPUS)) {
            return directories
                    .filter(Files::isDirectory)
                    .map(d -> new DifferentialCase(d.getFileName().toString(), d))
                    .filter(c -> only.isEmpty() || c.name().matches(only))
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .toList();
        }
    }

    /** Which builder shows the right result: buildah, buildkit, or none but the listing. */
    String peer() throws IOException {
        Path file = directory.resolve("peer");
        String own = Files.exists(file) ? Files.readString(file).strip() : "buildah";
        String wanted = System.getProperty("differential.peer", "");
        return wanted.isEmpty() || own.equals("none") ? own : wanted;
    }

    List<String> arguments() throws IOException {
        Path file = directory.resolve("args");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    List<AcceptedDifference> accepted() throws IOException {
        List<AcceptedDifference> accepted = new ArrayList<>();
        for (Path file : List.of(CORPUS.resolve("differences"), directory.resolve("differences"))) {
            boolean everyCase = file.getParent().equals(CORPUS);
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    if (!line.isBlank() && !line.startsWith("#")) {
                        accepted.add(AcceptedDifference.parse(line, everyCase, name));
                    }
                }
            }
        }
        return accepted;
    }

    /** Makes the build context: the files that every case has, then the case's own. */
    void makeContext(ScratchDirectory scratch) throws IOException, InterruptedException {
        Path context = scratch.directory("context");
        Path setup = directory.resolve("setup.sh");
        String ownSetup = Files.exists(setup) ? Files.readString(setup) : "";
        for (String tool : List.of("setfattr", "setcap", "zstd", "xz", "bzip2", "busybox")) {
            if (ownSetup.contains(tool)) {
                Peers.require(tool);
            }
        }
        Files.copy(
                directory.resolve("Dockerfile"),
                context.resolve("Dockerfile"),
                StandardCopyOption.REPLACE_EXISTING);
        Path ignore = directory.resolve("dockerignore");
        if (Files.exists(ignore)) {
            Files.copy(ignore, context.resolve(".dockerignore"));
        }
        shell(context, CORPUS.resolve("context.sh"));
        if (Files.exists(setup)) {
            shell(context, setup);
        }
        String newer = "find . -newermt 2020-01-01 -exec touch -h -d @" + CONTEXT_TIME + " {} +";
        Processes.run(
                        new ProcessBuilder("sh", "-c", newer).directory(context.toFile()),
                        new byte[0],
                        java.time.Duration.ofMinutes(1))
                .ok();
    }

    private static void shell(Path where, Path script) throws IOException, InterruptedException {
        Processes.run(
                        new ProcessBuilder("sh", "-eu", script.toString())
                                .directory(where.toFile()),
                        new byte[0],
                        java.time.Duration.ofMinutes(2))
                .ok();
    }
}
