package dev.cooper.trust.cosign;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.testkit.DebianRegistry;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;
import dev.cooper.transfer.Registries;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.attachment.RegistryAttachments;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.PublicKeys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real cosign, without any service of sigstore, and Debian's registry. */
final class CosignPeer implements AutoCloseable {
    final ScratchDirectory scratch;
    private final DebianRegistry registry;
    private final Registries registries;

    private CosignPeer(ScratchDirectory scratch, DebianRegistry registry, Registries registries) {
        this.scratch = scratch;
        this.registry = registry;
        this.registries = registries;
    }

    static CosignPeer start() throws IOException, InterruptedException {
        newest();
        ScratchDirectory scratch = ScratchDirectory.create("signing");
        CosignPeer peer =
                new CosignPeer(
                        scratch,
                        DebianRegistry.start(scratch.directory("registry")),
                        Registries.ofEnvironment(Map.of("HOME", scratch.path().toString())));
        peer.run(
                "signing-config",
                "create",
                "--no-default-fulcio",
                "--no-default-oidc",
                "--no-default-rekor",
                "--no-default-tsa",
                "--out",
                "nothing.json");
        return peer;
    }

    /** Version 3. */
    private static Path newest() throws IOException, InterruptedException {
        return Peers.requireNewer("cosign");
    }

    /** Runs version 3, which must succeed. */
    Processes.Result run(String... words) throws IOException, InterruptedException {
        return run(newest(), List.of(words)).ok();
    }

    /** Runs version 2.5, which must succeed. */
    Processes.Result runOlder(String... words) throws IOException, InterruptedException {
        return run(Peers.requireOf("trixie", "cosign"), List.of(words)).ok();
    }

    private Processes.Result run(Path program, List<String> words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.path().toFile());
        builder.environment().put("COSIGN_PASSWORD", "hello");
        builder.environment().put("PATH", scratch.path() + ":" + System.getenv("PATH"));
        builder.environment().put("HOME", scratch.path().toString());
        return Processes.run(builder, new byte[0], Duration.ofMinutes(2));
    }

    /** Writes {@code our.key} and {@code our.pub}. */
    void write(KeyPair key) throws IOException {
        byte[] password = "hello".getBytes(StandardCharsets.UTF_8);
        Files.writeString(scratch.resolve("our.key"), key.sealed(password));
        Files.writeString(scratch.resolve("our.pub"), PublicKeys.pem(key.publicKey()));
    }

    RegistryPlace place(String repository) throws IOException {
        return registries.repository(Reference.parse(registry.host() + "/" + repository));
    }

    RegistryAttachments home(String repository) throws IOException {
        return new RegistryAttachments(place(repository));
    }

    /** Pushes an image, the same each time. */
    Descriptor image(String repository) throws IOException {
        RegistryPlace place = place(repository);
        Descriptor config =
                place.write(
                        MediaTypes.OCI_CONFIG,
                        Json.write(
                                Map.of(
                                        "os",
                                        "linux",
                                        "architecture",
                                        "amd64",
                                        "rootfs",
                                        Map.of("type", "layers", "diff_ids", List.of()))));
        return place.write(MediaTypes.OCI_MANIFEST, ImageManifest.of(config, List.of()).toJson());
    }

    /** The image's name with its digest. */
    String name(String repository, Descriptor image) {
        return registry.host() + "/" + repository + "@" + image.digest();
    }

    @Override
    public void close() throws IOException {
        registries.close();
        registry.close();
        scratch.close();
    }
}
