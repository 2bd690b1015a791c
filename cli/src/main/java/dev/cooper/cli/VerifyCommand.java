package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Json;
import dev.cooper.trust.cosign.Form;
import dev.cooper.trust.cosign.FoundSignature;
import dev.cooper.trust.cosign.ImageVerifier;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.key.KeyReference;
import dev.cooper.trust.key.Verifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code cooper verify}: verifies the signatures on images in a registry with a key. */
final class VerifyCommand implements Command {
    static final String SUMMARY = "Verify the signatures on images in a registry";

    // cosign's exit codes
    private static final int NO_SIGNATURE = 10;
    private static final int NO_IMAGE = 11;
    private static final int NONE_MATCHES = 12;

    @Override
    public Usage usage() {
        return Usage.of("cooper verify [OPTIONS] --key KEY IMAGE [IMAGE...]", SUMMARY)
                .value("key", 0, "key", "The public key: a file, or env://NAME")
                .list("annotations", 'a', "key=value", "Only signatures that note this")
                .flag(
                        "insecure-ignore-tlog",
                        0,
                        "Accept what is in no transparency log: the key alone proves it")
                .flag("allow-insecure-registry", 0, "Allow plain HTTP and unknown certificates")
                .value("output", 'o', "string", "\"json\" or \"text\" (default \"json\")")
                .operands(1, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String key =
                options.value("key")
                        .orElseThrow(() ->
                                new UsageException(
                                        "--key KEY is missing; verifying without a key is"
                                                + " not supported yet"));
        String output = options.value("output").orElse("json");
        if (!output.equals("json") && !output.equals("text")) {
            throw new UsageException("--output takes json or text, not \"" + output + "\"");
        }
        if (!options.isOn("insecure-ignore-tlog")) {
            throw new UsageException(
                    "transparency logs are not checked yet; give --insecure-ignore-tlog to accept"
                            + " signatures by the key alone");
        }
        Verifier verifier =
                Verifier.of(
                        new KeyReference(key)
                                .publicKey(terminal.environment(), () -> KeyPassword.of(terminal)));
        try (Remote remote = new Remote(terminal, options.isOn("allow-insecure-registry"))) {
            for (String operand : options.operands()) {
                SignedImage signed = SignedImage.of(operand, remote);
                int code = verify(signed, verifier, options, output, terminal);
                if (code != 0) {
                    return code;
                }
            }
        }
        return 0;
    }

    private static int verify(
            SignedImage signed,
            Verifier verifier,
            Options options,
            String output,
            Terminal terminal)
            throws IOException {
        if (signed.image().isEmpty()) {
            terminal.error("cooper: the registry has no image " + signed.name());
            return NO_IMAGE;
        }
        Descriptor image = signed.image().get();
        Map<String, String> wanted = SignedImage.annotations(options);
        List<FoundSignature> found =
                new ImageVerifier(signed.home(), verifier, wanted).verify(image);
        if (found.isEmpty()) {
            terminal.error("cooper: no signatures found for " + signed.name());
            return NO_SIGNATURE;
        }
        List<FoundSignature> good = found.stream().filter(one -> one.check().isPassed()).toList();
        if (good.isEmpty()) {
            terminal.error("cooper: no signature on " + signed.name() + " holds:");
            for (FoundSignature one : found) {
                terminal.error("  " + one.stored() + ": " + one.check().why());
            }
            return NONE_MATCHES;
        }
        print(signed, image, good, !wanted.isEmpty(), output, terminal);
        return 0;
    }

    private static void print(
            SignedImage signed,
            Descriptor image,
            List<FoundSignature> good,
            boolean annotated,
            String output,
            Terminal terminal)
            throws IOException {
        terminal.error("\nVerification for " + signed.name() + " --");
        terminal.error("The following checks were performed on each of these signatures:");
        terminal.error("  - The cosign claims were validated");
        if (annotated) {
            terminal.error("  - The specified annotations were verified.");
        }
        terminal.error("  - The signatures were verified against the specified public key");
        if (output.equals("text")) {
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
