package dev.cooper.cli;

import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.trust.attachment.RegistryAttachments;
import dev.cooper.trust.cosign.FoundAttestation;
import dev.cooper.trust.cosign.ImageVerifier;
import dev.cooper.trust.cosign.Trusted;
import dev.cooper.trust.cosign.TrustedKeys;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.key.KeyReference;
import dev.cooper.trust.key.Verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * VEX documents that hang on images in their registry ({@code --vex oci}). With {@code --vex-key}
 * only those count that one of these keys has signed; without, each is told with what nobody has
 * checked of it.
 */
final class VexAttestations {
    /** How OpenVEX calls itself: as cosign does, and as its own tools do. */
    private static final List<String> TYPES =
            List.of(
                    "https://openvex.dev/ns",
                    "https://openvex.dev/ns/v0.2.0",
                    "https://openvex.dev/ns/v0.0.1");

    private final ScanImages images;
    private final ScanSettings settings;
    private final Path cache;
    private final Terminal terminal;

    VexAttestations(ScanImages images, ScanSettings settings, Path cache, Terminal terminal) {
        this.images = images;
        this.settings = settings;
        this.cache = cache;
        this.terminal = terminal;
    }

    /**
     * Fetches the documents on the images.
     *
     * @return where they are kept
     * @throws UsageException when something else is scanned than images of registries
     */
    List<Path> files() throws IOException {
        if (images.names().isEmpty()) {
            throw new UsageException(
                    "--vex oci takes what hangs on an image in its registry; this scan names none");
        }
        if (settings.isOn("offline-scan")) {
            throw new UsageException(
                    "--vex oci asks a registry, which --offline-scan forbids; name files of"
                            + " documents instead");
        }
        List<Path> files = new ArrayList<>();
        for (String image : images.names()) {
            files.addAll(of(image));
        }
        return files;
    }

    private List<Path> of(String operand) throws IOException {
        try (Remote remote = images.remote(Optional.of(operand), settings, terminal);
                ImageToScan image =
                        ScanTargets.open(Optional.of(operand), settings, remote, terminal)) {
            if (image.image().names().isEmpty()) {
                throw new UsageException(
                        "--vex oci: " + operand + " has no name, so that no registry can be asked");
            }
            Reference name = image.image().names().getFirst();
            RegistryAttachments home = new RegistryAttachments(remote.place(name));
            List<Path> files = new ArrayList<>();
            for (Descriptor subject : subjects(home, name, image.image().manifest())) {
                for (FoundAttestation each : found(home, subject)) {
                    document(each, subject.digest(), name).ifPresent(files::add);
                }
            }
            if (files.isEmpty()) {
                warn("no VEX document that counts hangs on " + name.familiar());
            }
            return files;
        }
    }

    /** The image itself, and the index that names it. */
    private static List<Descriptor> subjects(
            RegistryAttachments home, Reference name, Optional<Descriptor> manifest)
            throws IOException {
        Optional<Descriptor> root = home.resolve(name);
        if (root.isEmpty()) {
            throw new IOException("--vex oci: the registry has no image " + name.familiar());
        }
        if (manifest.isEmpty() || manifest.get().digest().equals(root.get().digest())) {
            return List.of(root.get());
        }
        boolean isIndex = MediaTypes.isIndex(root.get().mediaType());
        boolean isNamed =
                isIndex
                        && ImageIndex.parse(home.read(root.get())).manifests().stream()
                                .anyMatch(one -> one.digest().equals(manifest.get().digest()));
        return isNamed ? List.of(manifest.get(), root.get()) : List.of(manifest.get());
    }

    private Iterable<FoundAttestation> found(RegistryAttachments home, Descriptor subject)
            throws IOException {
        ImageVerifier verifier = new ImageVerifier(home, trusted(), Map.of());
        Map<Digest, FoundAttestation> found = new LinkedHashMap<>();
        for (String type : TYPES) {
            for (FoundAttestation each : verifier.attestations(subject, type)) {
                found.putIfAbsent(each.stored(), each);
            }
        }
        return found.values();
    }

    private Trusted trusted() throws IOException {
        List<Verifier> keys = new ArrayList<>();
        for (String key : settings.list("vex-key")) {
            keys.add(
                    Verifier.of(
                            new KeyReference(key)
                                    .publicKey(
                                            terminal.environment(),
                                            () -> KeyPassword.of(terminal))));
        }
        return new TrustedKeys(keys);
    }

    private Optional<Path> document(FoundAttestation found, Digest subject, Reference image)
            throws IOException {
        String what = "the VEX document " + found.stored() + " on " + image.familiar();
        boolean isChecked = settings.given("vex-key");
        if (isChecked && !found.check().isPassed()) {
            warn(what + " does not count: " + found.check().why());
            return Optional.empty();
        }
        Optional<Statement> statement = found.statement().filter(each -> isAbout(each, subject));
        boolean isStatement =
                found.envelope().map(Dsse::payloadType).orElse("").equals(Dsse.IN_TOTO);
        if (statement.isEmpty() || !isStatement) {
            warn(what + " does not count: it is damaged, or about something else");
            return Optional.empty();
        }
        if (!isChecked) {
            warn(what + " counts, but nobody checked who signed it; --vex-key FILE does");
        }
        Path directory = Files.createDirectories(cache.resolve("vex").resolve("oci"));
        Path temporary = Files.createTempFile(directory, "vex", "");
        Files.write(temporary, Json.write(statement.get().predicate()));
        Path file = directory.resolve(found.stored().hex() + ".json");
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        return Optional.of(file);
    }

    private static boolean isAbout(Statement statement, Digest subject) {
        return statement.subjects().stream().anyMatch(one -> one.is(subject));
    }

    private void warn(String text) {
        if (!settings.isOn("quiet")) {
            terminal.error("warning: " + text);
        }
    }
}
