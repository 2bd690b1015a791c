package dev.cooper.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Debian's podman with a storage of its own. Needs root. */
public final class Podman {
    private final Path program;
    private final Path directory;

    /**
     * Makes a podman whose storage is below {@code directory}.
     *
     * @param directory an existing directory, deleted by whoever made it
     */
    public Podman(Path directory) throws IOException {
        Machine.requireRoot();
        this.program = Peers.require("podman");
        this.directory = directory;
        Files.createDirectories(directory.resolve("tmp"));
    }

    /** Runs one command of podman. */
    public Processes.Result run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        // Its storage driver leaves a bind mount of its own directory behind; not with this.
        command.addAll(List.of("unshare", "--mount", "--propagation", "private"));
        command.addAll(List.of(program.toString(), "--root", directory + "/root"));
        command.addAll(List.of("--runroot", directory + "/run", "--tmpdir", directory + "/tmp"));
        command.addAll(List.of("--storage-driver", "overlay", "--cgroup-manager", "cgroupfs"));
        // crun refuses machines whose cgroups are of both versions.
        command.addAll(List.of("--runtime", Peers.require("runc").toString()));
        command.addAll(List.of("--events-backend", "file"));
        command.addAll(List.of(words));
        return Processes.run(
                new ProcessBuilder(command).directory(directory.toFile()),
                new byte[0],
                Duration.ofMinutes(5));
    }

    /** Runs a command in a container of an image, without network, and returns what it did. */
    public Processes.Result runImage(String image, String... words)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        all.addAll(List.of("run", "--rm", "--network", "none"));
        all.addAll(List.of("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024", image));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }
}
