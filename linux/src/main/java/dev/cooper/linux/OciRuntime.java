package dev.cooper.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An installed OCI runtime.
 *
 * @param program its absolute path
 */
record OciRuntime(String program) {
    private static final List<String> NAMES = List.of("runc", "crun");
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin";

    /** Removes a container whose Cooper was killed. */
    private static final String WATCHER =
            """
            trap '' HUP INT TERM
            read -r ended && exit 0
            "$1" --root "$2" delete --force "$3"
            rm -rf "$4"
            """;

    /**
     * How a run ended.
     *
     * @param exit exit code of the step, or of the runtime
     * @param trouble what the runtime itself complained about; empty when nothing
     */
    record Result(int exit, String trouble) {}

    /** Returns the runtimes that are installed. */
    static List<OciRuntime> installed() {
        List<OciRuntime> found = new ArrayList<>();
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":" + USUAL_PATH;
        for (String name : NAMES) {
            for (String directory : path.split(":", -1)) {
                Path program = Path.of(directory.isEmpty() ? "/" : directory, name);
                if (Files.isExecutable(program)) {
                    found.add(new OciRuntime(program.toString()));
                    break;
                }
            }
        }
        return found;
    }

    /** Runs a bundle to its end; an interrupt kills it. */
    Result run(String id, Path bundle, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        Path state = bundle.resolve("state");
        Path log = bundle.resolve("log");
        Process watcher = watch(state, id, bundle);
        try {
            Process process =
                    command("--root", state, "--log", log, "run", "--bundle", bundle, id).start();
            process.getOutputStream().close();
            AtomicReference<IOException> trouble = new AtomicReference<>();
            Thread copyOut = copy(process.getInputStream(), out, trouble, state, id);
            Thread copyErr = copy(process.getErrorStream(), err, trouble, state, id);
            boolean interrupted = await(process, copyOut, copyErr, state, id);
            if (interrupted) {
                throw new InterruptedException("the step was cancelled");
            }
            IOException failed = trouble.get();
            if (failed != null) {
                throw failed;
            }
            return new Result(process.exitValue(), complaint(log));
        } finally {
            watcher.getOutputStream().write("ended\n".getBytes(StandardCharsets.US_ASCII));
            watcher.getOutputStream().close();
        }
    }

    private boolean await(Process process, Thread out, Thread err, Path state, String id) {
        boolean interrupted = false;
        while (true) {
            try {
                out.join();
                err.join();
                process.waitFor();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                delete(state, id);
                process.destroyForcibly();
            }
        }
    }

    private Thread copy(
            InputStream in,
            OutputStream out,
            AtomicReference<IOException> trouble,
            Path state,
            String id) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        OciSandbox.copy(in, out);
                    } catch (IOException e) {
                        trouble.compareAndSet(null, e);
                        delete(state, id);
                    }
                });
    }

    private void delete(Path state, String id) {
        try {
            command("--root", state, "delete", "--force", id)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("killing a step", e);
        }
    }

    private Process watch(Path state, String id, Path bundle) throws IOException {
        return new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        WATCHER,
                        "sh",
                        program,
                        state.toString(),
                        id,
                        bundle.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private ProcessBuilder command(Object... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command);
    }

    /** Returns the last error in the runtime's own log. */
    private static String complaint(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        String complaint = "";
        for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
            if (line.contains("level=error")) {
                complaint = line.substring(Math.max(0, line.indexOf("msg=") + 4));
            } else if (!line.contains("level=")) {
                complaint = line; // crun writes plain text
            }
        }
        return complaint.replace("\\\"", "\"").strip();
    }
}
