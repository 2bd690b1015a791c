package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.store.NotFoundException;
import dev.cooper.trust.cosign.Form;
import dev.cooper.trust.cosign.ImageSigner;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.KeyReference;

import java.io.IOException;
import java.time.Instant;

/** {@code cooper sign}: signs images in a registry with a key. */
final class SignCommand implements Command {
    static final String SUMMARY = "Sign images in a registry";

    @Override
    public Usage usage() {
        return Usage.of("cooper sign [OPTIONS] --key KEY IMAGE [IMAGE...]", SUMMARY)
                .value("key", 0, "key", "The private key: a file, or env://NAME")
                .list("annotations", 'a', "key=value", "Note this in the signature")
                .flag(
                        "new-bundle-format",
                        0,
                        "Store a bundle that refers to the image; =false: under a tag, as cosign"
                                + " did\nbefore version 3 (default true)")
                .flag("tlog-upload", 0, "")
                .flag("allow-insecure-registry", 0, "Allow plain HTTP and unknown certificates")
                .flag("yes", 'y', "Accepted as cosign has it; nothing is asked")
                .operands(1, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String key =
                options.value("key")
                        .orElseThrow(() ->
                                new UsageException(
                                        "--key KEY is missing; signing without a key is"
                                                + " not supported yet"));
        if (options.isOn("tlog-upload")) {
            throw new UsageException(
                    "transparency logs are not written yet; leave --tlog-upload out");
        }
        boolean tagged = options.given("new-bundle-format") && !options.isOn("new-bundle-format");
        KeyPair pair =
                new KeyReference(key).open(terminal.environment(), () -> KeyPassword.of(terminal));
        try (Remote remote = new Remote(terminal, options.isOn("allow-insecure-registry"))) {
            for (String operand : options.operands()) {
                SignedImage signed = SignedImage.of(operand, remote);
                Descriptor image =
                        signed.image()
                                .orElseThrow(() ->
                                        new NotFoundException(
                                                "the registry has no image " + operand));
                terminal.error("Pushing signature to: " + signed.home().name().familiar());
                new ImageSigner(signed.home(), pair, Instant.now())
                        .sign(
                                image,
                                SignedImage.annotations(options),
                                tagged ? Form.TAG : Form.BUNDLE);
            }
        }
        return 0;
    }
}
