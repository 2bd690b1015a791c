package dev.cooper.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's buildah with a storage of its own; the peer of most differential tests. Needs root. */
public final class Buildah {
    private final Path program;
    private final Path directory;

    /**
     * Makes a buildah whose storage is below {@code directory}.
     *
     * @param directory an existing directory, deleted by whoever made it
     */
    public Buildah(Path directory) {
        Machine.requireRoot();
        this.program = Peers.require("buildah");
        this.directory = directory;
    }

    /** Takes in the images of a docker archive. */
    public void load(Path archive) throws IOException, InterruptedException {
        run(directory, List.of("pull", "-q", "docker-archive:" + archive)).ok();
    }

    /** Builds a context into the image {@code name}: one layer on top of the base, no cache. */
    public Processes.Result build(Path context, String name, List<String> options)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("bud", "--layers=false", "--isolation", "chroot"));
        words.addAll(List.of("--format", "docker", "--identity-label=false", "-t", name));
        words.addAll(options);
        words.add(".");
        return run(context, words);
    }

    /** Reads an image back. */
    public SavedImage read(String name) throws IOException, InterruptedException {
        Path archive = directory.resolve("read.tar");
        Files.deleteIfExists(archive);
        run(directory, List.of("push", "-q", name, "docker-archive:" + archive)).ok();
        try {
            return SavedImage.ofArchive(archive);
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    /** Runs one command of buildah. */
    public Processes.Result run(String... words) throws IOException, InterruptedException {
        return run(directory, List.of(words));
    }

    private Processes.Result run(Path where, List<String> words)
            throws IOException, InterruptedException {
        // Its storage driver leaves a bind mount of its own directory behind; not with this.
        List<String> command = new ArrayList<>();
        command.addAll(List.of("unshare", "--mount", "--propagation", "private"));
        command.addAll(List.of(program.toString(), "--root", directory + "/root"));
        command.addAll(List.of("--runroot", directory + "/run", "--storage-driver", "overlay"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
        return Processes.run(builder, new byte[0], java.time.Duration.ofMinutes(5));
    }
}
