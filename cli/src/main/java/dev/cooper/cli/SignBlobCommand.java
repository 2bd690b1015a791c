package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.cosign.BlobSignature;
import dev.cooper.trust.key.Signer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** {@code cooper sign-blob}: signs a file with a key. */
final class SignBlobCommand implements Command {
    static final String SUMMARY = "Sign files with a key";

    @Override
    public Usage usage() {
        return Usage.of("cooper sign-blob [OPTIONS] --key KEY FILE", SUMMARY)
                .value("key", 0, "key", CosignWords.PRIVATE_KEY)
                .value("bundle", 0, "file", "Write a bundle with the signature to a file")
                .value(
                        "output-signature",
                        0,
                        "file",
                        "Write the signature to a file instead of standard output")
                .flag("b64", 0, "The signature in base64 (default true); =false: its bytes")
                .flag("tlog-upload", 0, "")
                .flag("use-signing-config", 0, "")
                .flag("new-bundle-format", 0, "")
                .flag("yes", 'y', "Accepted as cosign has it; nothing is asked")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String file = options.operands().getFirst();
        byte[] content = CosignWords.read(file, terminal);
        Signer signer = CosignWords.signer(options, terminal);
        terminal.error("Using payload from: " + file);
        BlobSignature signature = BlobSignature.sign(content, signer);
        Optional<String> bundle = options.value("bundle");
        if (bundle.isPresent()) {
            write(bundle.get(), signature.bundle(signer));
            terminal.error("Wrote bundle to file " + bundle.get());
        }
        Optional<String> alone = options.value("output-signature");
        if (alone.isPresent()) {
            boolean bytes = options.given("b64") && !options.isOn("b64");
            write(
                    alone.get(),
                    bytes
                            ? signature.bytes()
                            : signature.text().getBytes(StandardCharsets.US_ASCII));
            terminal.error("Wrote signature to file " + alone.get());
        } else if (bundle.isEmpty()) {
            terminal.println(signature.text());
        }
        return 0;
    }

    private static void write(String target, byte[] content) throws IOException {
        try (OutputFile file = OutputFile.createReadable(Path.of(target))) {
            file.stream().write(content);
            file.commit();
        }
    }
}
