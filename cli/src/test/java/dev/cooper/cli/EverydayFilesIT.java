package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.testkit.Checkout;
import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds the Dockerfiles of {@code dockerfile/src/test/resources/everyday} on one small image that
 * stands in for all that they start from, and compares the configs with the golden files of {@code
 * everyday/} ({@code -Dgolden.update=true} writes them).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EverydayFilesIT {
    private static final Path FILES =
            Checkout.root().resolve("dockerfile/src/test/resources/everyday").toAbsolutePath();
    private static final Path HERE =
            Checkout.root().resolve("cli/src/test/resources/everyday").toAbsolutePath();
    private static final List<String> FOREIGN =
            List.of(
                    "alpine:3.19",
                    "alpine:latest",
                    "gcr.io/distroless/base-debian12",
                    "golang:1.22",
                    "golang:1.22-alpine",
                    "nginx",
                    "nginx:alpine",
                    "node:18-alpine",
                    "node:20-alpine",
                    "python:3.12-slim-bookworm",
                    "ubuntu:20.04");

    private ScratchDirectory scratch;
    private ServerSocketChannel agent;
    private CooperCommand cooper;

    @BeforeAll
    void makeStandIns() throws IOException, InterruptedException {
        Machine.requireBuilds();
        scratch = ScratchDirectory.create("everyday");
        agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        agent.bind(UnixDomainSocketAddress.of(scratch.resolve("agent")));
        Files.writeString(scratch.resolve("npmrc"), "token");
        Path context = scratch.directory("context");
        Processes.run(
                        new ProcessBuilder("sh", HERE.resolve("context.sh").toString())
                                .directory(context.toFile()),
                        new byte[0],
                        Duration.ofMinutes(1))
                .ok();
        cooper = CooperCommand.at(scratch.resolve("home")).in(context);
        Path base = BaseImage.archive(scratch.directory("base"));
        cooper.run("load", "-i", base.toString()).ok();
        List<String> build = new ArrayList<>(List.of("build", "-q"));
        build.addAll(List.of("-f", HERE.resolve("stand-in.Dockerfile").toString()));
        FOREIGN.forEach(name -> build.addAll(List.of("-t", name)));
        build.add(HERE.toString());
        cooper.run(build).ok();
    }

    @AfterAll
    void stop() throws IOException {
        if (scratch != null) {
            agent.close();
            scratch.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> buildsOnStandIns() throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(FILES)) {
            files = entries.filter(f -> f.toString().endsWith(".Dockerfile")).sorted().toList();
        }
        return files.stream()
                .map(file ->
                        DynamicTest.dynamicTest(file.getFileName().toString(), () -> build(file)));
    }

    private void build(Path file) throws IOException, InterruptedException {
        String name = file.getFileName().toString().replace(".Dockerfile", "");
        String secret = "id=npmrc,src=" + scratch.resolve("npmrc");
        String ssh = "default=" + scratch.resolve("agent");
        cooper.run(
                        "build",
                        "-q",
                        "-f",
                        file.toString(),
                        "-t",
                        name,
                        "--secret",
                        secret,
                        "--ssh",
                        ssh,
                        ".")
                .ok();
        if (Files.readString(file).contains(" AS checks\n")) {
            cooper.run("build", "-q", "-f", file.toString(), "--target", "checks", ".").ok();
        }
        String template = "{{len .RootFS.Layers}} layers\n{{json .Config}}";
        String config = cooper.run("inspect", "--format", template, name).ok().out();
        Path expected = HERE.resolve(name + ".config");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, config);
        }
        assertEquals(Files.readString(expected), config);
    }
}
