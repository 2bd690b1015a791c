package dev.cooper.cli;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.cli.terminal.TerminalFacts;
import dev.cooper.registry.RegistryServer;
import dev.cooper.registry.config.RegistryConfig;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs typical commands in one JVM, so that the launcher can keep which classes they load in its
 * start-up cache. Prints nothing and changes nothing outside the directory it is given.
 */
final class Training {
    private Training() {}

    /**
     * Runs the commands on a store of their own, which the launcher names in COOPER_HOME.
     *
     * @param args {@code build}, {@code look} or {@code travel}, the others when the store holds
     *     what the first built; or {@code scan}; a directory for what the training needs
     * @throws IOException when the contexts cannot be written
     */
    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "look" -> look();
            case "travel" -> travel(Path.of(args[1], "registry"));
            case "scan" -> ScanTraining.run(Path.of(args[1], "scan"));
            default -> build(Path.of(args[1], "context"));
        }
    }

    private static void travel(Path directory) throws IOException {
        try (RegistryServer server =
                RegistryServer.start(RegistryConfig.defaults(directory).withPort(0))) {
            String name = "127.0.0.1:" + server.port() + "/training:1";
            run("tag", "training:1", name);
            for (int i = 0; i < 3; i++) {
                run("push", name);
                run("copy", "docker://" + name, "docker://" + name + i);
            }
            run("rmi", name, "training:1", "training:2");
            run("pull", name);
            run("tags", name);
            run("digest", name);
            run("manifest", "inspect", name);
            run("tag", name, "training:1");
            trust(Files.createDirectories(directory.resolve("training")), name);
        }
    }

    /** Signs and verifies, with a key and by a policy. */
    private static void trust(Path directory, String name) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("COSIGN_PASSWORD", "training");
        String key = directory.resolve("key").toString();
        String policy = directory.resolve("policy.yaml").toString();
        run(environment, "key", "generate", "--output-key-prefix", key);
        run(environment, "sign", "-y", "--key", key + ".key", "--tlog-upload=false", name);
        Files.writeString(
                Path.of(policy),
                """
                rules:
                - name: signed
                  signatures:
                  - key: KEY.pub
                    ignoreTlog: true
                - name: no-root
                  match: ["USER nobody"]
                - name: small
                  deny: size > 1000000000
                """
                        .replace("KEY", key));
        for (int i = 0; i < 3; i++) {
            run("verify", "--key", key + ".pub", "--insecure-ignore-tlog", name);
            run("verify", "--policy", policy, name);
            run("pull", "-q", "--policy", policy, name);
            run("tree", name);
        }
    }

    private static void look() {
        run("--version");
        run("help");
        run("images");
        run("images", "-q");
        run("images", "--format", "{{.ID}}");
        run("inspect", "training:1");
        run("history", "training:1");
    }

    private static void build(Path context) throws IOException {
        Files.createDirectories(context.resolve("files"));
        Files.writeString(context.resolve("a"), "a");
        Files.writeString(context.resolve("files").resolve("b"), "b");
        // Larger than a chunk of a layer and of the kind that is stored, so that both ways are
        // used.
        byte[] noise = new byte[5 << 20];
        new Random(1).nextBytes(noise);
        Files.write(context.resolve("noise"), noise);
        archive(context.resolve("files.tar"));
        Files.writeString(
                context.resolve("Dockerfile"),
                """
                FROM scratch AS first
                ARG VERSION=1
                COPY a /bin/a
                WORKDIR /w
                COPY --chown=1:1 files/ /files/
                ADD files.tar /unpacked/
                FROM scratch
                COPY --from=first /files /unpacked /copied/
                COPY noise /
                COPY <<EOF /text
                $VERSION
                EOF
                ENV A=1 B=${A:-2}
                LABEL version=1
                ENTRYPOINT ["/bin/a"]
                """);
        // There is no such program: what starts steps is used all the same.
        Files.writeString(context.resolve("Dockerfile.run"), "FROM training:1\nRUN [\"/none\"]\n");
        String directory = context.toString();
        for (int i = 0; i < 3; i++) {
            run("build", "--progress", "plain", "-t", "training:1", directory);
        }
        run("build", "--no-cache", "-q", directory);
        run("build", "-q", "-f", directory + "/Dockerfile.run", directory);
        run("tag", "training:1", "training:2");
    }

    private static void archive(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            TarWriter tar = new TarWriter(out);
            tar.write(TarEntry.directory("d"));
            tar.write(TarEntry.symlink("d/link", "file"));
            byte[] content = {'a'};
            tar.write(TarEntry.file("d/file", content.length), new ByteArrayInputStream(content));
            tar.finish();
        }
    }

    static void run(String... args) {
        run(System.getenv(), args);
    }

    private static void run(Map<String, String> environment, String... args) {
        OutputStream nowhere = OutputStream.nullOutputStream();
        Terminal terminal =
                new Terminal(
                        InputStream.nullInputStream(),
                        nowhere,
                        nowhere,
                        TerminalFacts.NONE,
                        environment);
        TerminalFacts.ofProcess().outputIsTerminal();
        new Main(terminal).run(List.of(args));
    }
}
