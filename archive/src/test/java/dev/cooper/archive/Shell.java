package dev.cooper.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the system's own programs to compare with. */
final class Shell {
    private Shell() {}

    /** The output of a script; its failure is the test's. */
    static byte[] run(Path directory, String script) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("shell", ".err");
        try {
            Process process =
                    new ProcessBuilder("sh", "-e", "-c", script)
                            .directory(directory.toFile())
                            .redirectError(errors.toFile())
                            .start();
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            int code = process.waitFor();
            assertEquals(0, code, () -> read(errors));
            return output;
        } finally {
            Files.delete(errors);
        }
    }

    static String text(Path directory, String script) throws IOException, InterruptedException {
        return new String(run(directory, script), StandardCharsets.UTF_8);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
