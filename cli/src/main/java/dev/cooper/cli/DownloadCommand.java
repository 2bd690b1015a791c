package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Json;
import dev.cooper.store.NotFoundException;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.cosign.Predicate;
import dev.cooper.trust.cosign.Stored;
import dev.cooper.trust.envelope.SimpleSigning;
import dev.cooper.trust.envelope.Statement;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cooper download}: prints what is stored beside an image, unverified. */
final class DownloadCommand implements Command {
    static final String SUMMARY = "Print what is stored beside an image, unverified";
    static final String SBOM_SUMMARY = "Print the SBOM stored beside an image, unverified";
    static final String SIGNATURE_SUMMARY = "Print the signatures of an image, unverified";
    static final String ATTESTATION_SUMMARY = "Print the statements about an image, unverified";

    private static final String COSIGN = "dev.cosignproject.cosign/signature";
    private static final String SIGSTORE = "dev.sigstore.cosign/";

    private final AttachCommand.What what;

    DownloadCommand(AttachCommand.What what) {
        this.what = what;
    }

    @Override
    public Usage usage() {
        Usage usage =
                switch (what) {
                    case SBOM -> Usage.of("cooper download sbom [OPTIONS] IMAGE", SBOM_SUMMARY);
                    case SIGNATURE ->
                            Usage.of(
                                    "cooper download signature [OPTIONS] IMAGE", SIGNATURE_SUMMARY);
                    case ATTESTATION ->
                            Usage.of(
                                            "cooper download attestation [OPTIONS] IMAGE",
                                            ATTESTATION_SUMMARY)
                                    .value("predicate-type", 0, "type", AttestCommand.TYPES);
                };
        return CosignWords.registry(usage)
                .value(
                        "platform",
                        0,
                        "string",
                        "Of an index, what is about the image for os[/arch[/variant]]")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        try (Remote remote = CosignWords.remote(options, terminal)) {
            SignedImage signed = SignedImage.of(options.operands().getFirst(), remote);
            Descriptor image = signed.require(Remote.platform(options.value("platform")));
            int printed =
                    switch (what) {
                        case SBOM -> sbom(signed.home(), image, terminal);
                        case SIGNATURE -> signatures(signed.home(), image, terminal);
                        case ATTESTATION ->
                                attestations(
                                        signed.home(),
                                        image,
                                        options.value("predicate-type").map(Predicate::type),
                                        terminal);
                    };
            if (printed == 0) {
                String name =
                        switch (what) {
                            case SBOM -> "no SBOM is";
                            case SIGNATURE -> "no signatures are";
                            case ATTESTATION -> "no such statements are";
                        };
                throw new NotFoundException(name + " stored beside " + signed.name());
            }
        }
        return 0;
    }

    private static int sbom(Attachments home, Descriptor image, Terminal terminal)
            throws IOException {
        Optional<ImageManifest> found = home.tagged(image.digest(), "sbom");
        if (found.isEmpty() || found.get().layers().isEmpty()) {
            return 0;
        }
        Descriptor layer = found.get().layers().getFirst();
        terminal.error("Found SBOM of media type: " + layer.mediaType());
        terminal.print(new String(home.read(layer), StandardCharsets.UTF_8));
        return 1;
    }

    private static int signatures(Attachments home, Descriptor image, Terminal terminal)
            throws IOException {
        int printed = 0;
        for (Stored one : Stored.bundles(home, image.digest())) {
            byte[] bundle = home.read(one.blob());
            if (Stored.predicateType(bundle).filter(Statement.COSIGN_SIGN::equals).isPresent()) {
                terminal.println(new String(bundle, StandardCharsets.UTF_8).strip());
                printed++;
            }
        }
        List<Stored> layers = Stored.layers(home, image.digest(), "sig", SimpleSigning.MEDIA_TYPE);
        for (Stored one : layers) {
            Map<String, String> notes = one.blob().annotations();
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("Base64Signature", notes.getOrDefault(COSIGN, ""));
            json.put("Payload", Base64.getEncoder().encodeToString(home.read(one.blob())));
            json.put("Cert", notes.get(SIGSTORE + "certificate"));
            json.put("Chain", notes.get(SIGSTORE + "chain"));
            json.put("Bundle", parsed(notes.get(SIGSTORE + "bundle")));
            json.put("RFC3161Timestamp", parsed(notes.get(SIGSTORE + "rfc3161timestamp")));
            terminal.println(Json.writeString(json));
        }
        return printed + layers.size();
    }

    private static @Nullable Object parsed(@Nullable String json) {
        return json == null ? null : Json.parse(json);
    }

    private static int attestations(
            Attachments home, Descriptor image, Optional<String> type, Terminal terminal)
            throws IOException {
        int printed = 0;
        for (Stored one : Stored.bundles(home, image.digest())) {
            byte[] bundle = home.read(one.blob());
            Optional<String> found = Stored.predicateType(bundle);
            if (found.isPresent()
                    && !found.get().equals(Statement.COSIGN_SIGN)
                    && (type.isEmpty() || type.equals(found))) {
                terminal.println(new String(bundle, StandardCharsets.UTF_8).strip());
                printed++;
            }
        }
        for (Stored one : Stored.layers(home, image.digest(), "att", Stored.ENVELOPE)) {
            if (type.isEmpty()
                    || type.get().equals(one.blob().annotations().get("predicateType"))) {
                String envelope = new String(home.read(one.blob()), StandardCharsets.UTF_8);
                terminal.println(envelope.strip());
                printed++;
            }
        }
        return printed;
    }
}
