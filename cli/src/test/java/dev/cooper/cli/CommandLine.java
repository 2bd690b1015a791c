package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;
import dev.cooper.cli.terminal.TerminalFacts;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.store.BlobWriter;
import dev.cooper.store.Lease;
import dev.cooper.store.LocalStore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs commands in this JVM, on a store of its own. */
final class CommandLine {
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private byte[] input = {};

    CommandLine(Path home) {
        this.home = home;
        environment.put("COOPER_HOME", home.toString());
    }

    /** What a command printed and its exit code. */
    record Result(int code, String out, String err, byte[] bytes) {}

    CommandLine withEnvironment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    CommandLine withInput(byte[] bytes) {
        input = bytes.clone();
        return this;
    }

    LocalStore store() throws IOException {
        return LocalStore.open(home);
    }

    /** A terminal that nobody reads. */
    Terminal terminal() {
        return new Terminal(
                new ByteArrayInputStream(input),
                new ByteArrayOutputStream(),
                new ByteArrayOutputStream(),
                TerminalFacts.NONE,
                environment);
    }

    Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(input), out, err, TerminalFacts.NONE, environment);
        int code = new Main(terminal).run(List.of(args));
        return new Result(
                code,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8),
                out.toByteArray());
    }

    /** Puts an image with one layer of zeros into the store. */
    Digest image(String created, Map<String, String> labels, long layerSize, String... names)
            throws IOException {
        LocalStore store = store();
        try (Lease lease = store.lease()) {
            byte[] zeros = new byte[(int) layerSize];
            Digest diffId = Digest.sha256(zeros);
            Descriptor layer = write(store, zeros, MediaTypes.OCI_LAYER);
            store.recordLayer(diffId, layerSize);
            Instant time = Instant.parse(created);
            ImageConfig config =
                    ImageConfig.empty(Platform.parse("linux/amd64"))
                            .withCreated(Optional.of(time))
                            .withConfig(
                                    ContainerConfig.EMPTY
                                            .withEnv(List.of("PATH=/usr/bin", "A=b c"))
                                            .withCmd(Optional.of(List.of("/bin/sh")))
                                            .withWorkingDir("/")
                                            .withLabels(new TreeMap<>(labels)))
                            .withLayers(
                                    List.of(diffId),
                                    List.of(
                                            step(time, "COPY /out /app # buildkit", false),
                                            step(
                                                    time,
                                                    "ENV A=b c and so on, longer than the column"
                                                            + " is wide",
                                                    true)));
            Descriptor configBlob = write(store, config.toJson(), MediaTypes.OCI_CONFIG);
            ImageManifest manifest = ImageManifest.of(configBlob, List.of(layer));
            Descriptor root = write(store, manifest.toJson(), MediaTypes.OCI_MANIFEST);
            store.keep(root);
            for (String name : names) {
                store.tag(Reference.parse(name), root);
            }
            return configBlob.digest();
        }
    }

    private static History step(Instant time, String createdBy, boolean empty) {
        return new History(Optional.of(time), createdBy, "", "buildkit.dockerfile.v0", empty);
    }

    private static Descriptor write(LocalStore store, byte[] bytes, String mediaType)
            throws IOException {
        try (BlobWriter writer = store.write()) {
            writer.write(bytes);
            return writer.commit(mediaType);
        }
    }
}
