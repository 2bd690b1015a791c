package dev.cooper.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Debian's skopeo, without the logins of the user who runs the tests. */
public final class Skopeo {
    private Skopeo() {}

    /**
     * Runs it.
     *
     * @param directory where it works and looks for logins; else it looks below {@code /run}, where
     *     an ordinary user without a session may not
     */
    public static Processes.Result run(Path directory, List<String> words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Peers.require("skopeo").toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("XDG_RUNTIME_DIR", directory.toString());
        return Processes.run(builder, new byte[0], Duration.ofMinutes(2));
    }
}
