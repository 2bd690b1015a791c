package dev.cooper.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class CorpusTest {

    /** Each directory has a Dockerfile and the tree (or refusal) that is expected of it. */
    @TestFactory
    Stream<DynamicTest> readsEachCaseAsExpected() throws IOException {
        return list(FuzzTest.resources().resolve("dockerfile"))
                .map(dir ->
                        DynamicTest.dynamicTest(dir.getFileName().toString(), () -> check(dir)));
    }

    private static void check(Path dir) throws IOException {
        byte[] content = Files.readAllBytes(dir.resolve("Dockerfile"));
        String actual;
        try {
            actual = Trees.describe(Dockerfile.parse("Dockerfile", content));
        } catch (DockerfileException e) {
            actual = e.getMessage() + "\n";
        }
        Path expected = dir.resolve("expected.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, actual);
        }
        assertEquals(Files.readString(expected), actual);
    }

    @TestFactory
    Stream<DynamicTest> readsTheFilesPeopleWrite() throws IOException {
        return list(FuzzTest.resources().resolve("everyday"))
                .filter(file -> file.toString().endsWith(".Dockerfile"))
                .map(file ->
                        DynamicTest.dynamicTest(
                                file.getFileName().toString(),
                                () -> {
                                    Dockerfile parsed =
                                            Dockerfile.parse(file.toString(), FuzzTest.read(file));
                                    assertFalse(parsed.stages().isEmpty());
                                    DockerfileFuzzer.fuzzerTestOneInput(FuzzTest.read(file));
                                }));
    }

    @Test
    void readsTheIgnoreFilePeopleWrite() {
        Path path = FuzzTest.resources().resolve("everyday/whole-project.dockerignore");
        IgnoreFile file = IgnoreFile.parse(".dockerignore", FuzzTest.read(path));
        for (String ignored :
                List.of(
                        ".git",
                        ".git/HEAD",
                        "a.pyc",
                        "Dockerfile.dev",
                        ".env",
                        ".env.local",
                        "docs/x")) {
            assertTrue(file.ignores(ignored), ignored);
        }
        for (String kept : List.of("src/main.py", "src/a.pyc", "lib/test", "go.mod")) {
            assertFalse(file.ignores(kept), kept);
        }
    }

    @TestFactory
    Stream<DynamicTest> survivesWhatFuzzingFound() throws IOException {
        return list(FuzzTest.resources().resolve("fuzz"))
                .map(file ->
                        DynamicTest.dynamicTest(
                                file.getFileName().toString(),
                                () -> {
                                    DockerfileFuzzer.fuzzerTestOneInput(FuzzTest.read(file));
                                    IgnoreFileFuzzer.fuzzerTestOneInput(FuzzTest.read(file));
                                }));
    }

    private static Stream<Path> list(Path dir) throws IOException {
        try (Stream<Path> entries = Files.list(dir)) {
            return entries.sorted().toList().stream();
        }
    }
}
