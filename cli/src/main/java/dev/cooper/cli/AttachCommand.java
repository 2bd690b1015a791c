package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.trust.cosign.Loose;

import java.io.IOException;
import java.util.List;

/** {@code cooper attach}: stores what was made elsewhere beside an image, as cosign 2 did. */
final class AttachCommand implements Command {
    static final String SUMMARY = "Store signatures, statements and SBOMs beside an image";
    static final String SBOM_SUMMARY = "Store an SBOM beside an image";
    static final String SIGNATURE_SUMMARY = "Store a signature beside an image";
    static final String ATTESTATION_SUMMARY = "Store signed statements beside an image";

    /** What is attached. */
    enum What {
        SBOM,
        SIGNATURE,
        ATTESTATION
    }

    private final What what;

    AttachCommand(What what) {
        this.what = what;
    }

    @Override
    public Usage usage() {
        Usage usage =
                switch (what) {
                    case SBOM ->
                            Usage.of("cooper attach sbom [OPTIONS] --sbom FILE IMAGE", SBOM_SUMMARY)
                                    .value("sbom", 0, "file", "The SBOM, \"-\" for standard input")
                                    .value(
                                            "type",
                                            0,
                                            "type",
                                            "spdx, cyclonedx or syft (default \"spdx\")")
                                    .value(
                                            "input-format",
                                            0,
                                            "format",
                                            "json, xml or text, if it is not seen");
                    case SIGNATURE ->
                            Usage.of(
                                            "cooper attach signature [OPTIONS] --signature FILE"
                                                    + " --payload FILE IMAGE",
                                            SIGNATURE_SUMMARY)
                                    .value(
                                            "signature",
                                            0,
                                            "file",
                                            "The signature in base64, \"-\" for standard input")
                                    .value("payload", 0, "file", "What was signed");
                    case ATTESTATION ->
                            Usage.of(
                                            "cooper attach attestation [OPTIONS] --attestation FILE"
                                                    + " IMAGE",
                                            ATTESTATION_SUMMARY)
                                    .list(
                                            "attestation",
                                            0,
                                            "file",
                                            "An envelope with a signed statement");
                };
        String bundle = "bundles hold it; store those by cooper sign, or in the form of cosign 2";
        return CosignWords.registry(usage)
                .refuseValue("bundle", bundle)
                .refuseValue("certificate", bundle)
                .refuseValue("certificate-chain", bundle)
                .refuseValue("rekor-response", bundle)
                .refuseValue("tsr", bundle)
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        try (Remote remote = CosignWords.remote(options, terminal)) {
            SignedImage signed = SignedImage.of(options.operands().getFirst(), remote);
            Descriptor image = signed.require();
            Loose loose = new Loose(signed.home(), image.digest());
            switch (what) {
                case SBOM -> sbom(signed, loose, options, terminal);
                case SIGNATURE ->
                        loose.signature(
                                file("payload", options, terminal),
                                file("signature", options, terminal));
                case ATTESTATION -> {
                    List<String> files = options.values("attestation");
                    if (files.isEmpty()) {
                        throw new UsageException("--attestation FILE is missing");
                    }
                    for (String file : files) {
                        loose.attestation(CosignWords.read(file, terminal), file);
                    }
                }
            }
        }
        return 0;
    }

    private static void sbom(SignedImage signed, Loose loose, Options options, Terminal terminal)
            throws IOException {
        byte[] content = file("sbom", options, terminal);
        String type =
                Loose.sbomType(
                        options.value("type").orElse("spdx"),
                        options.value("input-format"),
                        content);
        terminal.error(
                "Uploading SBOM file for ["
                        + signed.name()
                        + "] to ["
                        + signed.home().tag(signed.require().digest(), "sbom").familiar()
                        + "] with mediaType ["
                        + type
                        + "].");
        loose.sbom(content, type);
    }

    private static byte[] file(String option, Options options, Terminal terminal)
            throws IOException {
        String file =
                options.value(option)
                        .orElseThrow(() -> new UsageException("--" + option + " FILE is missing"));
        return CosignWords.read(file, terminal);
    }
}
