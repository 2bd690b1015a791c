package dev.cooper.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs child processes to their end, with both outputs read, so that no test blocks on a pipe. */
public final class Processes {
    private Processes() {}

    /**
     * What a finished child process left.
     *
     * @param command the command line
     * @param exit the exit code; 124 when it was killed because its time was over
     * @param out the standard output, decoded as UTF-8
     * @param err the standard error, decoded as UTF-8
     */
    public record Result(List<String> command, int exit, String out, String err) {
        /** Returns this result when the exit code is 0; throws {@link AssertionError} otherwise. */
        public Result ok() {
            return exits(0);
        }

        /** Returns this result when the exit code is {@code want}; throws otherwise. */
        public Result exits(int want) {
            if (exit != want) {
                throw new AssertionError(
                        "exit code %d, want %d: %s%n--- out%n%s%n--- err%n%s"
                                .formatted(exit, want, String.join(" ", command), out, err));
            }
            return this;
        }
    }

    /** Runs a command for at most ten minutes. */
    public static Result run(String... command) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command), new byte[0], Duration.ofMinutes(10));
    }

    /** Runs a command for at most ten minutes. */
    public static Result run(List<String> command) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command), new byte[0], Duration.ofMinutes(10));
    }

    /**
     * Runs a prepared command, feeds it {@code input} and waits for its end.
     *
     * @throws IOException when it cannot be started
     */
    public static Result run(ProcessBuilder builder, byte[] input, Duration limit)
            throws IOException, InterruptedException {
        Process process = builder.start();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Thread readOut = Thread.startVirtualThread(() -> drain(process.getInputStream(), out));
        Thread readErr = Thread.startVirtualThread(() -> drain(process.getErrorStream(), err));
        Thread.startVirtualThread(() -> feed(process.getOutputStream(), input));
        int exit = 124;
        if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            exit = process.exitValue();
        } else {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        readOut.join();
        readErr.join();
        return new Result(
                List.copyOf(builder.command()),
                exit,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    private static void drain(InputStream from, OutputStream to) {
        try (from) {
            from.transferTo(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void feed(OutputStream to, byte[] input) {
        try (to) {
            to.write(input);
        } catch (IOException e) {
            // The child may end without reading its input; its exit code tells.
            return;
        }
    }
}
