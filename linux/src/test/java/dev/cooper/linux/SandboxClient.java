package dev.cooper.linux;

import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The other side of {@link SandboxServer}. */
final class SandboxClient implements AutoCloseable {
    private final ScratchDirectory classes;
    private final Process process;
    private final DataOutputStream in;
    private final DataInputStream out;

    private SandboxClient(ScratchDirectory classes, Process process) {
        this.classes = classes;
        this.process = process;
        this.in = new DataOutputStream(process.getOutputStream());
        this.out = new DataInputStream(process.getInputStream());
    }

    /** Starts a JVM behind the words of a prefix, such as unshare with its options. */
    static SandboxClient start(List<String> prefix, Isolation isolation)
            throws IOException, InterruptedException {
        ScratchDirectory classes = ScratchDirectory.create("classes");
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        readable(classes),
                        SandboxServer.class.getName(),
                        isolation.flag()));
        Process process =
                new ProcessBuilder(command)
                        .directory(new File("/"))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        return new SandboxClient(classes, process);
    }

    /** Copies the classes to where every user may read them; a checkout may be private. */
    private static String readable(ScratchDirectory target)
            throws IOException, InterruptedException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.contains("linux/target/") || entry.contains("oci/target/")) {
                Path path = Path.of(entry);
                if (Files.isDirectory(path)) {
                    Processes.run("cp", "-r", entry + "/.", target.path().toString()).ok();
                } else {
                    Files.copy(path, target.resolve(path.getFileName().toString()));
                }
            }
        }
        Processes.run("chmod", "-R", "a+rX", target.path().toString()).ok();
        return target.path() + File.pathSeparator + target.path() + "/*";
    }

    SandboxResult run(SandboxSpec spec) throws IOException {
        send(spec);
        int exit = out.readInt();
        String trouble = out.readUTF();
        byte[] stdout = SandboxServer.bytes(out);
        byte[] stderr = SandboxServer.bytes(out);
        if (!trouble.isEmpty()) {
            throw new IOException(trouble);
        }
        return new SandboxResult(
                exit,
                new String(stdout, StandardCharsets.UTF_8),
                new String(stderr, StandardCharsets.UTF_8));
    }

    /** Starts a step without waiting for it. */
    void send(SandboxSpec spec) throws IOException {
        SandboxServer.write(in, spec);
    }

    /** Kills the JVM as kill -9 does; the prefix must have become the JVM. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            classes.close();
        }
    }
}
