package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.trust.cosign.ImageSigner;
import dev.cooper.trust.cosign.Sealer;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** {@code cooper sign}: signs images in a registry, with a key or without. */
final class SignCommand implements Command {
    static final String SUMMARY = "Sign images in a registry";

    @Override
    public Usage usage() {
        return CosignWords.signing(
                        Usage.of("cooper sign [OPTIONS] [--key KEY] IMAGE [IMAGE...]", SUMMARY))
                .list("annotations", 'a', "key=value", "Note this in the signature")
                .operands(1, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        Sealer sealer = CosignWords.sealer(options, terminal);
        Map<String, String> annotations = SignedImage.annotations(options);
        try (Remote remote = CosignWords.remote(options, terminal)) {
            for (String operand : options.operands()) {
                SignedImage signed = SignedImage.of(operand, remote);
                Descriptor image = signed.require();
                terminal.error("Pushing signature to: " + signed.home().name().familiar());
                new ImageSigner(signed.home(), sealer, Instant.now())
                        .sign(image, annotations, CosignWords.form(options));
            }
        }
        return 0;
    }
}
