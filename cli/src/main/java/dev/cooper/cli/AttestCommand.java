package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.trust.cosign.ImageSigner;
import dev.cooper.trust.cosign.Predicate;
import dev.cooper.trust.cosign.Sealer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** {@code cooper attest}: signs a statement about images in a registry. */
final class AttestCommand implements Command {
    static final String SUMMARY = "Sign a statement about images in a registry";

    static final String TYPES =
            "What is stated: slsaprovenance, slsaprovenance1, link, spdx, spdxjson,\n"
                    + "cyclonedx, vuln, openvex, custom or a URI (default \"custom\")";

    @Override
    public Usage usage() {
        return CosignWords.signing(
                        Usage.of(
                                "cooper attest [OPTIONS] [--key KEY] --predicate FILE IMAGE"
                                        + " [IMAGE...]",
                                SUMMARY))
                .value("predicate", 0, "file", "The statement's content, \"-\" for standard input")
                .value("type", 0, "type", TYPES)
                .flag("no-upload", 0, "Print the bundle instead of storing it")
                .operands(1, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String file =
                options.value("predicate")
                        .orElseThrow(() -> new UsageException("--predicate FILE is missing"));
        Instant now = Instant.now();
        Predicate predicate =
                Predicate.parse(
                        options.value("type").orElse("custom"),
                        CosignWords.read(file, terminal),
                        file,
                        now);
        Sealer sealer = CosignWords.sealer(options, terminal);
        terminal.error("Using payload from: " + file);
        try (Remote remote = CosignWords.remote(options, terminal)) {
            for (String operand : options.operands()) {
                SignedImage signed = SignedImage.of(operand, remote);
                Descriptor image = signed.require();
                ImageSigner signer = new ImageSigner(signed.home(), sealer, now);
                if (options.isOn("no-upload")) {
                    byte[] bundle = signer.attestation(image, predicate);
                    terminal.println(new String(bundle, StandardCharsets.UTF_8));
                } else {
                    signer.attest(image, predicate, CosignWords.form(options));
                }
            }
        }
        return 0;
    }
}
