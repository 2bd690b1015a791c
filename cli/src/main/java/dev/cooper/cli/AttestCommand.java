package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.trust.bundle.Sealer;
import dev.cooper.trust.cosign.ImageSigner;
import dev.cooper.trust.cosign.IndexParts;
import dev.cooper.trust.cosign.Predicate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

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
                .flag("recursive", 'r', "State it of the images in an index, too")
                .value("bundle", 0, "file", "Write the bundle to a file, too")
                .refuseValue(
                        "statement", "give what is stated by --predicate, and --type for its type")
                .refuseFlag(
                        "replace",
                        "older statements are removed by cooper clean --type attestation")
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
        Sealer sealer = SealerWords.sealer(options, CosignWords.form(options), terminal);
        terminal.error("Using payload from: " + file);
        try (Remote remote = CosignWords.remote(options, terminal)) {
            for (String operand : options.operands()) {
                SignedImage signed = SignedImage.of(operand, remote);
                Descriptor image = signed.require();
                ImageSigner signer = new ImageSigner(signed.home(), sealer, now);
                List<Descriptor> all =
                        options.isOn("recursive")
                                ? IndexParts.of(signed.home(), image)
                                : List.of(image);
                CosignWords.requireOne(options, all.size());
                for (Descriptor one : all) {
                    byte[] made;
                    if (options.isOn("no-upload")) {
                        made = signer.attestation(one, predicate);
                        terminal.println(new String(made, StandardCharsets.UTF_8));
                    } else {
                        made = signer.attest(one, predicate, CosignWords.form(options));
                    }
                    CosignWords.writeBundle(options, made, terminal);
                }
            }
        }
        return 0;
    }
}
