package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.cosign.Stored;
import dev.cooper.trust.envelope.Statement;

import java.io.IOException;
import java.util.List;

/** {@code cooper clean}: removes what is stored beside an image. */
final class CleanCommand implements Command {
    static final String SUMMARY = "Remove signatures, statements and SBOMs from beside an image";
    private static final List<String> TYPES =
            List.of("signature", "attestation", "sbom", "referrer", "all");

    @Override
    public Usage usage() {
        return CosignWords.registry(Usage.of("cooper clean [OPTIONS] IMAGE", SUMMARY))
                .value(
                        "type",
                        0,
                        "type",
                        "signature, attestation, sbom, referrer (all that refers to the\n"
                                + "image) or all (default \"all\")")
                .flag("force", 'f', "Remove without asking")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String type = options.value("type").orElse("all");
        if (!TYPES.contains(type)) {
            throw new UsageException(
                    "--type takes " + String.join(", ", TYPES) + ", not \"" + type + "\"");
        }
        String operand = options.operands().getFirst();
        if (!options.isOn("force")
                && !Confirmation.ask(
                        terminal,
                        (type.equals("all") ? "Everything" : "What is a " + type)
                                + " beside "
                                + operand
                                + " will be removed.")) {
            return 1;
        }
        try (Remote remote = CosignWords.remote(options, terminal)) {
            SignedImage signed = SignedImage.of(operand, remote);
            Descriptor image = signed.require();
            clean(signed, image.digest(), type, terminal);
        }
        return 0;
    }

    private static void clean(SignedImage signed, Digest image, String type, Terminal terminal)
            throws IOException {
        Attachments home = signed.home();
        if (type.equals("referrer") || type.equals("all")) {
            for (Descriptor one : home.referrers(image)) {
                remove(signed, one, terminal);
            }
        } else if (!type.equals("sbom")) {
            for (Stored one : Stored.bundles(home, image)) {
                boolean signs =
                        Stored.predicateType(home.read(one.blob()))
                                .filter(Statement.COSIGN_SIGN::equals)
                                .isPresent();
                if (signs == type.equals("signature")) {
                    remove(signed, one.manifest().orElseThrow(), terminal);
                }
            }
        }
        tag(signed, image, type, "signature", "sig", terminal);
        tag(signed, image, type, "attestation", "att", terminal);
        tag(signed, image, type, "sbom", "sbom", terminal);
    }

    private static void remove(SignedImage signed, Descriptor referrer, Terminal terminal)
            throws IOException {
        signed.home().remove(referrer);
        said(signed, signed.home().name().withDigest(referrer.digest()).familiar(), terminal);
    }

    private static void tag(
            SignedImage signed,
            Digest image,
            String wanted,
            String type,
            String suffix,
            Terminal terminal)
            throws IOException {
        if ((wanted.equals("all") || wanted.equals(type)) && signed.home().remove(image, suffix)) {
            said(signed, signed.home().tag(image, suffix).familiar(), terminal);
        }
    }

    private static void said(SignedImage signed, String removed, Terminal terminal) {
        terminal.error("Removed " + removed + " from " + signed.name());
    }
}
