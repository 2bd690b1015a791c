package dev.cooper.testkit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Programs that only newer suites of Debian have. Their packages are downloaded from the mirror
 * that this machine uses, checked by apt with Debian's keys, and unpacked into the build's own
 * directory; nothing is installed. Only programs that need no newer C library can come this way.
 */
final class NewerPackages {
    private static final Path KEYS = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

    private final Path state;

    NewerPackages(Path state) {
        this.state = state;
    }

    /**
     * Brings a program.
     *
     * @param suite the suite that has it, such as {@code trixie}
     * @param name of the package and of the program in its {@code /usr/bin}
     * @return empty when the suite cannot be reached or has it no more
     */
    Optional<Path> bring(String suite, String name) throws IOException, InterruptedException {
        return bring(suite, name, name);
    }

    /**
     * Brings a program of a package that has another name.
     *
     * @return empty when the suite cannot be reached or has it no more
     */
    Optional<Path> bring(String suite, String name, String executable)
            throws IOException, InterruptedException {
        Path directory = Files.createDirectories(state.resolve(suite));
        Path program = directory.resolve("root/usr/bin").resolve(executable);
        try (FileChannel channel =
                        FileChannel.open(
                                directory.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid() && !Files.isExecutable(program)) {
                unpack(directory, suite, name);
            }
        }
        return Files.isExecutable(program) ? Optional.of(program) : Optional.empty();
    }

    private static void unpack(Path directory, String suite, String name)
            throws IOException, InterruptedException {
        if (!Files.exists(directory.resolve("updated"))) {
            Files.createDirectories(directory.resolve("lists/partial"));
            Files.createDirectories(directory.resolve("cache/archives/partial"));
            Files.writeString(directory.resolve("status"), "");
            Files.writeString(
                    directory.resolve("sources.list"),
                    "deb [signed-by=" + KEYS + "] " + mirror() + " " + suite + " main\n");
            if (apt(directory, List.of("update", "-qq")) != 0) {
                return;
            }
            Files.writeString(directory.resolve("updated"), "");
        }
        if (apt(directory, List.of("download", "-qq", name)) != 0) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (String.valueOf(file.getFileName()).startsWith(name + "_")) {
                    Processes.run("dpkg-deb", "-x", file.toString(), directory + "/root").ok();
                }
            }
        }
    }

    /** Where this machine's own packages of the main archive come from. */
    private static String mirror() throws IOException, InterruptedException {
        return Processes.run(
                        "apt-get",
                        "indextargets",
                        "--format",
                        "$(REPO_URI)",
                        "Origin: Debian",
                        "Component: main")
                .ok()
                .out()
                .lines()
                .filter(line -> !line.contains("security"))
                .findFirst()
                .orElse("");
    }

    private static int apt(Path directory, List<String> words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("apt-get"));
        for (String option :
                List.of(
                        "Dir::Etc::sourcelist=" + directory + "/sources.list",
                        "Dir::Etc::sourceparts=/dev/null",
                        "Dir::State::lists=" + directory + "/lists",
                        "Dir::State::status=" + directory + "/status",
                        "Dir::Cache=" + directory + "/cache",
                        "APT::Sandbox::User=root")) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(words);
        return Processes.run(
                        new ProcessBuilder(command).directory(directory.toFile()),
                        new byte[0],
                        java.time.Duration.ofMinutes(5))
                .exit();
    }
}
