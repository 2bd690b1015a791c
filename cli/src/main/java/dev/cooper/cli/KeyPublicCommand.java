package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.key.KeyReference;
import dev.cooper.trust.key.PublicKeys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** {@code cooper key public}: prints the public key of a private one. */
final class KeyPublicCommand implements Command {
    static final String SUMMARY = "Print the public key of a private key";

    @Override
    public Usage usage() {
        return CosignRefusals.hardware(
                        CosignRefusals.everywhere(
                                Usage.of("cooper key public [OPTIONS] --key KEY", SUMMARY)))
                .value("key", 0, "key", CosignWords.PRIVATE_KEY)
                .value("outfile", 0, "file", "Write the public key to a file")
                .operands(0, 0);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String key =
                options.value("key").orElseThrow(() -> new UsageException("--key KEY is missing"));
        String text =
                PublicKeys.pem(
                        new KeyReference(key)
                                .publicKey(terminal.environment(), () -> KeyPassword.of(terminal)));
        Optional<String> target = options.value("outfile");
        if (target.isEmpty()) {
            terminal.print(text);
            return 0;
        }
        try (OutputFile file = OutputFile.createReadable(Path.of(target.get()))) {
            KeyFiles.write(file, text);
        }
        terminal.error("Public key written to " + target.get());
        return 0;
    }
}
