package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Json;
import dev.cooper.trust.cosign.Form;
import dev.cooper.trust.cosign.FoundSignature;
import dev.cooper.trust.cosign.ImageVerifier;
import dev.cooper.trust.cosign.Trusted;
import dev.cooper.trust.envelope.Statement;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code cooper verify}: verifies the signatures on images in a registry. */
final class VerifyCommand implements Command {
    static final String ATTACHMENT =
            "what is attached is an image of its own; name it, as cooper triangulate --type sbom"
                    + " prints it";
    static final String SUMMARY = "Verify the signatures on images in a registry";

    @Override
    public Usage usage() {
        return CosignWords.verifying(Usage.of("cooper verify [OPTIONS] IMAGE [IMAGE...]", SUMMARY))
                .list("annotations", 'a', "key=value", "Only signatures that note this")
                .list(
                        PolicyGate.OPTION,
                        0,
                        "file",
                        "Verify all that policies in this file ask for, and show every check")
                .refuseValue("attachment", ATTACHMENT)
                .refuseValue(
                        "signature",
                        "signatures are read where the image is; store it there by cooper attach"
                                + " signature")
                .refuseValue("payload", "it goes with --signature, which is not here either")
                .value("format", 0, "string", "With --policy, \"text\" or \"json\"")
                .operands(1, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        if (options.given(PolicyGate.OPTION)) {
            return VerifyByPolicy.run(options, terminal);
        }
        CosignWords.text(options);
        Trusted trusted = CosignWords.trusted(options, terminal);
        Map<String, String> wanted = SignedImage.annotations(options);
        try (Remote remote = CosignWords.remote(options, terminal)) {
            for (String operand : options.operands()) {
                SignedImage signed = SignedImage.toVerify(operand, options, remote);
                int code = verify(signed, trusted, wanted, options, terminal);
                if (code != 0) {
                    return code;
                }
            }
        }
        return 0;
    }

    private static int verify(
            SignedImage signed,
            Trusted trusted,
            Map<String, String> wanted,
            Options options,
            Terminal terminal)
            throws IOException {
        if (signed.image().isEmpty()) {
            terminal.error("cooper: the registry has no image " + signed.name());
            return CosignWords.NO_IMAGE;
        }
        Descriptor image = signed.image().get();
        List<FoundSignature> found =
                new ImageVerifier(signed.home(), trusted, wanted).verify(image);
        if (found.isEmpty()) {
            terminal.error("cooper: no signatures found for " + signed.name());
            return CosignWords.NO_SIGNATURE;
        }
        List<FoundSignature> good = found.stream().filter(one -> one.check().isPassed()).toList();
        if (good.isEmpty()) {
            terminal.error("cooper: no signature on " + signed.name() + " holds:");
            for (FoundSignature one : found) {
                terminal.error("  " + one.stored() + ": " + one.check().why());
            }
            return CosignWords.NONE_MATCHES;
        }
        performed(signed, !wanted.isEmpty(), options, terminal);
        print(image, good, CosignWords.text(options), terminal);
        return 0;
    }

    /** Says as cosign does what was checked. */
    static void performed(
            SignedImage signed, boolean annotated, Options options, Terminal terminal) {
        terminal.error("\nVerification for " + signed.name() + " --");
        terminal.error("The following checks were performed on each of these signatures:");
        terminal.error("  - The cosign claims were validated");
        if (annotated) {
            terminal.error("  - The specified annotations were verified.");
        }
        IdentityWords.performed(options).forEach(line -> terminal.error("  - " + line));
    }

    private static void print(
            Descriptor image, List<FoundSignature> good, boolean text, Terminal terminal)
            throws IOException {
        if (text) {
            for (FoundSignature one : good) {
                terminal.println(Json.writeString(payload(one, image)));
            }
            return;
        }
        List<Object> payloads = new ArrayList<>();
        good.forEach(one -> payloads.add(payload(one, image)));
        terminal.println("\n" + Json.writeString(payloads));
    }

    /** A signature as cosign prints it, whatever its form. */
    private static Map<String, @Nullable Object> payload(FoundSignature one, Descriptor image) {
        Map<String, Object> critical = new LinkedHashMap<>();
        critical.put("identity", Map.of("docker-reference", one.reference()));
        critical.put("image", Map.of("docker-manifest-digest", image.digest().toString()));
        critical.put(
                "type",
                one.form() == Form.BUNDLE
                        ? Statement.COSIGN_SIGN
                        : "cosign container image signature");
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("critical", critical);
        payload.put("optional", one.annotations());
        return payload;
    }
}
