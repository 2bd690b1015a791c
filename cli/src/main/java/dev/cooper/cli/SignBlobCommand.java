package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.bundle.Sealer;
import dev.cooper.trust.cosign.Form;
import dev.cooper.trust.cosign.Sealed;
import dev.cooper.trust.key.KeyReference;
import dev.cooper.trust.key.PublicKeys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** {@code cooper sign-blob}: signs a file, with a key or without. */
final class SignBlobCommand implements Command {
    static final String SUMMARY = "Sign files";

    @Override
    public Usage usage() {
        return SealerWords.options(Usage.of("cooper sign-blob [OPTIONS] [--key KEY] FILE", SUMMARY))
                .value("bundle", 0, "file", "Write a bundle with the signature to a file")
                .value(
                        "output-signature",
                        0,
                        "file",
                        "Write the signature to a file instead of standard output")
                .value(
                        "output-certificate",
                        0,
                        "file",
                        "Write the certificate of who signed to a file, in PEM in base64")
                .value("rfc3161-timestamp", 0, "file", "Write the time stamp to a file, in JSON")
                .flag("b64", 0, "Signature and certificate in base64 (default true); =false: bare")
                .flag(
                        "new-bundle-format",
                        0,
                        "=false: the bundle as cosign wrote it before version 3 (default true)")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String file = options.operands().getFirst();
        Form form = CosignWords.form(options);
        requireOutput(options, "bundle", "output-certificate");
        Sealer sealer = SealerWords.sealer(options, form, terminal);
        byte[] content = CosignWords.read(file, terminal);
        terminal.error("Using payload from: " + file);
        Bundle bundle = sealer.bundle(content);
        BlobOutput output = new BlobOutput(options, terminal);
        if (options.given("bundle")) {
            output.write(
                    "bundle",
                    "bundle",
                    form == Form.TAG
                            ? Sealed.file(bundle, Optional.of(key(options, terminal)))
                            : bundle.toJson());
        }
        output.signature(bundle.signature());
        Optional<String> certificate = Sealed.certificate(bundle);
        if (certificate.isPresent()) {
            output.coded("output-certificate", "certificate", bytes(certificate.get()));
        }
        if (!bundle.timestamps().isEmpty()) {
            String stamp = Base64.getEncoder().encodeToString(bundle.timestamps().getFirst());
            output.write(
                    "rfc3161-timestamp",
                    "timestamp",
                    Json.write(Map.of("SignedRFC3161Timestamp", stamp)));
        }
        return 0;
    }

    /** Without a key, what proves who signed must go somewhere. */
    static void requireOutput(Options options, String one, String other) {
        if (!options.given("key") && !options.given(one) && !options.given(other)) {
            throw new UsageException(
                    "--"
                            + one
                            + " FILE is missing (or --key KEY): what proves who signed would be"
                            + " lost");
        }
    }

    private static String key(Options options, Terminal terminal) throws IOException {
        Optional<String> name = options.value("key");
        return name.isEmpty()
                ? ""
                : PublicKeys.pem(
                        new KeyReference(name.get())
                                .publicKey(terminal.environment(), () -> KeyPassword.of(terminal)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
