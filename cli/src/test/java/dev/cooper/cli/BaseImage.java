package dev.cooper.cli;

import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;

import java.io.IOException;
import java.nio.file.Path;

/** The image {@code localhost/base:1} that the tests against real programs build on. */
final class BaseImage {
    private BaseImage() {}

    /** Writes the image as a docker archive into a directory and returns its path. */
    static Path archive(Path directory) throws IOException, InterruptedException {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        Processes.run(
                        "sh",
                        DifferentialCase.CORPUS.resolve("base.sh").toString(),
                        Peers.require("busybox").toString(),
                        directory.toString(),
                        architecture)
                .ok();
        return directory.resolve("base.tar");
    }
}
