package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.trust.bundle.Sealer;
import dev.cooper.trust.cosign.Form;
import dev.cooper.trust.cosign.ImageSigner;
import dev.cooper.trust.cosign.IndexParts;
import dev.cooper.trust.cosign.Sealed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cooper sign}: signs images in a registry, with a key or without. */
final class SignCommand implements Command {
    static final String SUMMARY = "Sign images in a registry";

    @Override
    public Usage usage() {
        return CosignWords.signing(
                        Usage.of("cooper sign [OPTIONS] [--key KEY] IMAGE [IMAGE...]", SUMMARY))
                .list("annotations", 'a', "key=value", "Note this in the signature")
                .flag("recursive", 'r', "Sign the images in an index, too")
                .flag(
                        "upload",
                        0,
                        "Store the signature (default true); =false: print it, for what cosign"
                                + " signed\nbefore version 3")
                .value("bundle", 0, "file", "Write the bundle to a file, too")
                .value("output-signature", 0, "file", "Write that signature to a file, in base64")
                .value("output-payload", 0, "file", "Write what is signed to a file")
                .refuseValue(
                        "payload", "what is signed is made here, so that it is about the image")
                .refuseValue("attachment", VerifyCommand.ATTACHMENT)
                .refuseValue(
                        "sign-container-identity",
                        "signatures name the repository of their image; cosign does not look at"
                                + " it")
                .operands(1, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        boolean apart = apart(options);
        Form form = apart ? Form.TAG : CosignWords.form(options);
        Sealer sealer = SealerWords.sealer(options, form, terminal);
        Map<String, String> annotations = SignedImage.annotations(options);
        try (Remote remote = CosignWords.remote(options, terminal)) {
            for (String operand : options.operands()) {
                SignedImage signed = SignedImage.of(operand, remote);
                Descriptor image = signed.require();
                ImageSigner signer = new ImageSigner(signed.home(), sealer, Instant.now());
                if (stores(options)) {
                    terminal.error("Pushing signature to: " + signed.home().name().familiar());
                }
                if (apart) {
                    byte[] payload = signer.payload(image, annotations);
                    Sealed sealed = Sealed.of(sealer.bundle(payload));
                    write(payload, sealed.signature(), options, terminal);
                    if (stores(options)) {
                        signer.store(image, payload, sealed);
                    }
                    continue;
                }
                List<Descriptor> all =
                        options.isOn("recursive")
                                ? IndexParts.of(signed.home(), image)
                                : List.of(image);
                CosignWords.requireOne(options, all.size());
                for (Descriptor one : all) {
                    byte[] stored = signer.sign(one, annotations, form);
                    CosignWords.writeBundle(options, stored, terminal);
                }
            }
        }
        return 0;
    }

    private static boolean stores(Options options) {
        return !options.given("upload") || options.isOn("upload");
    }

    /** Whether signature and payload are wanted by themselves, which bundles do not have. */
    private static boolean apart(Options options) {
        boolean files = options.given("output-signature") || options.given("output-payload");
        if (!files && stores(options)) {
            return false;
        }
        if (stores(options) && CosignWords.form(options) == Form.BUNDLE) {
            throw new UsageException(
                    "--output-signature and --output-payload are about what cosign signed before"
                            + " version 3; give --new-bundle-format=false, or --upload=false");
        }
        if (options.isOn("recursive") || options.operands().size() > 1) {
            throw new UsageException(
                    "--output-signature, --output-payload and --upload=false take one image and no"
                            + " --recursive");
        }
        return true;
    }

    private static void write(byte[] payload, byte[] signature, Options options, Terminal terminal)
            throws IOException {
        String text = Base64.getEncoder().encodeToString(signature);
        Optional<String> target = options.value("output-signature");
        if (target.isPresent()) {
            write(target.get(), text.getBytes(StandardCharsets.US_ASCII));
        } else if (!stores(options)) {
            terminal.println(text);
        }
        Optional<String> what = options.value("output-payload");
        if (what.isPresent()) {
            write(what.get(), payload);
        }
    }

    private static void write(String target, byte[] content) throws IOException {
        try (OutputFile file = OutputFile.createReadable(Path.of(target))) {
            file.stream().write(content);
            file.commit();
        }
    }
}
