package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Digest;

import java.io.IOException;

/** {@code cooper triangulate}: prints the tag under which older versions of cosign look. */
final class TriangulateCommand implements Command {
    static final String SUMMARY = "Print the tag of an image's signatures before cosign 3";

    @Override
    public Usage usage() {
        return CosignWords.registry(Usage.of("cooper triangulate [OPTIONS] IMAGE", SUMMARY))
                .value(
                        "type",
                        0,
                        "type",
                        "signature, attestation, sbom or digest (default \"signature\")")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String type = options.value("type").orElse("signature");
        String suffix =
                switch (type) {
                    case "signature" -> "sig";
                    case "attestation" -> "att";
                    case "sbom" -> "sbom";
                    case "digest" -> "";
                    default ->
                            throw new UsageException(
                                    "--type takes signature, attestation, sbom or digest, not \""
                                            + type
                                            + "\"");
                };
        try (Remote remote = CosignWords.remote(options, terminal)) {
            SignedImage signed = SignedImage.of(options.operands().getFirst(), remote);
            Digest image = signed.require().digest();
            terminal.println(
                    suffix.isEmpty()
                            ? signed.home().name().withDigest(image).familiar()
                            : signed.home().tag(image, suffix).familiar());
        }
        return 0;
    }
}
