package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

class LauncherIT {
    private ScratchDirectory scratch;
    private CooperCommand cooper;
    private Path launcher;

    @BeforeEach
    void prepare() throws IOException {
        scratch = ScratchDirectory.create("launcher");
        cooper = CooperCommand.at(scratch.resolve("home"));
        launcher = Path.of(cooper.process(List.of()).command().getFirst());
    }

    @AfterEach
    void remove() throws IOException {
        scratch.close();
    }

    /** Runs a shell line in the scratch directory with $COOPER naming the launcher. */
    private Processes.Result shell(String line, Map<String, String> variables)
            throws IOException, InterruptedException {
        ProcessBuilder builder = cooper.process(List.of());
        builder.command("sh", "-c", line);
        builder.environment().put("COOPER", launcher.toString());
        builder.environment().putAll(variables);
        return Processes.run(builder, new byte[0], Duration.ofMinutes(2));
    }

    @Test
    void startsThroughLinksFromAnyDirectoryAndThePath() throws Exception {
        String expected = "cooper " + Version.TEXT + "\n";
        Files.createDirectories(scratch.resolve("a b"));
        Files.createSymbolicLink(scratch.resolve("a b/one"), launcher);
        Files.createSymbolicLink(scratch.resolve("a b/two"), Path.of("one"));
        assertEquals(expected, shell("cd 'a b' && ./two --version", Map.of()).ok().out());
        assertEquals(expected, shell("'a b/two' -v", Map.of()).ok().out());
        assertEquals(expected, shell("PATH=$PWD/'a b':$PATH two version", Map.of()).ok().out());
        assertEquals(expected, shell("sh \"$COOPER\" --version", Map.of()).ok().out());
    }

    @Test
    void startsFromADirectoryWithASpace() throws Exception {
        Path home = scratch.resolve("with space");
        Processes.run("cp", "-r", launcher.getParent().toString(), home.toString()).ok();
        Processes.Result result = shell("'with space/cooper' --version", Map.of()).ok();
        assertEquals("", result.err());
        assertEquals("cooper " + Version.TEXT + "\n", result.out());
    }

    @Test
    void keepsTheExitCodes() throws Exception {
        assertEquals(0, cooper.run("images").exit());
        assertEquals(1, cooper.run("inspect", "nothing").exit());
        assertEquals(2, cooper.run("images", "--nothing").exit());
        assertEquals("cooper: no such image: nothing\n", cooper.run("inspect", "nothing").err());
    }

    @Test
    void saysWhatToDoWithoutAJdk25() throws Exception {
        Processes.Result wrong =
                shell("\"$COOPER\" images", Map.of("COOPER_JAVA_HOME", "/nowhere"));
        assertEquals(1, wrong.exit());
        assertTrue(
                wrong.err().contains("COOPER_JAVA_HOME=/nowhere is not the home of a JDK 25"),
                wrong.err());
        Path old = scratch.directory("old");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Files.createSymbolicLink(old.resolve("bin/java"), Path.of("/bin/true"));
        Processes.Result older =
                shell("\"$COOPER\" images", Map.of("COOPER_JAVA_HOME", old.toString()));
        assertEquals(1, older.exit());
    }

    @Test
    void obeysJavaOptionsInSilence() throws Exception {
        for (String variable :
                List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "COOPER_JAVA_OPTIONS")) {
            Processes.Result result =
                    shell("\"$COOPER\" --version", Map.of(variable, "-Xmx64m -Dx=y")).ok();
            assertEquals("", result.err(), variable);
        }
        assertTrue(
                shell("\"$COOPER\" --version", Map.of("COOPER_JAVA_OPTIONS", "-Xmx1")).exit() != 0);
    }

    @Test
    void leavesNoTemporaryFileBehind() throws Exception {
        Path temporary = scratch.directory("tmp");
        Path context = scratch.directory("context");
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
        for (String compression : List.of("gzip", "zstd")) {
            shell(
                            "\"$COOPER\" build -o type=image,compression="
                                    + compression
                                    + " context",
                            Map.of("COOPER_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary))
                    .ok();
        }
        try (var left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void ignoresAStartUpCacheThatDoesNotFit() throws Exception {
        Path copy = scratch.resolve("copy");
        Processes.run("cp", "-r", launcher.getParent().toString(), copy.toString()).ok();
        Path cache = copy.resolve("lib/aot");
        Files.createDirectories(cache);
        String release = Files.readString(Path.of(System.getProperty("java.home"), "release"));
        StringBuilder name = new StringBuilder();
        for (String line : release.lines().toList()) {
            if (line.startsWith("IMPLEMENTOR_VERSION=")
                    || line.startsWith("JAVA_RUNTIME_VERSION=")) {
                name.append(line, line.indexOf('"') + 1, line.lastIndexOf('"')).append('-');
            }
        }
        Files.writeString(cache.resolve(name + "look.aot"), "not a cache");
        Processes.Result result = shell("copy/cooper --version", Map.of("COOPER_AOT", "on")).ok();
        assertEquals("", result.err());
        assertEquals("cooper " + Version.TEXT + "\n", result.out());
    }

    @Test
    void endsAsTheSignalWants() throws Exception {
        Process process = cooper.process(List.of("load")).start(); // waits for its input
        try {
            TimeUnit.SECONDS.sleep(2);
            // Not INT: whoever starts the tests in the background makes all of them ignore it.
            Processes.run("kill", "-TERM", Long.toString(process.pid())).ok();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(143, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void stopsQuietlyWhenTheReaderStops() throws Exception {
        Processes.Result result =
                shell("{ \"$COOPER\" help; echo \"code $?\" >&2; } | :", Map.of());
        assertTrue(
                result.err().equals("code 141\n") || result.err().equals("code 0\n"), result.err());
    }

    @Test
    void leavesTheStoreTheSameUnderAnyUmask() throws Exception {
        Machine.requireBuilds();
        Path context = scratch.directory("context");
        Files.writeString(context.resolve("f"), "x");
        Files.setPosixFilePermissions(
                context.resolve("f"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nWORKDIR /w\nCOPY f /d/f\n");
        List<String> digests = new ArrayList<>();
        for (String umask : List.of("0", "022", "077")) {
            String line =
                    "umask "
                            + umask
                            + "; COOPER_HOME=$PWD/home-"
                            + umask
                            + " SOURCE_DATE_EPOCH=1 \"$COOPER\" build -q context";
            digests.add(shell(line, Map.of()).ok().out());
        }
        assertEquals(digests.getFirst(), digests.get(1));
        assertEquals(digests.getFirst(), digests.get(2));
    }

    @Test
    void keepsFileNamesUnderAnyLocale() throws Exception {
        byte[] archive = "no archive".getBytes(StandardCharsets.UTF_8);
        Files.write(scratch.resolve("naïve-日本.tar"), archive);
        for (String locale : List.of("C", "POSIX", "C.UTF-8")) {
            Processes.Result result =
                    shell(
                            "\"$COOPER\" load -i 'naïve-日本.tar'",
                            Map.of("LC_ALL", locale, "LANG", locale));
            assertEquals(1, result.exit());
            assertTrue(!result.err().contains("no such file"), result.err());
        }
        Processes.Result missing =
                shell("\"$COOPER\" load -i 'fehlt-ä.tar'", Map.of("LC_ALL", "C"));
        assertEquals("cooper: fehlt-ä.tar: no such file or directory\n", missing.err());
    }
}
