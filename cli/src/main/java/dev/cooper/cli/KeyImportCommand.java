package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.KeyReference;

import java.io.IOException;

/** {@code cooper key import}: brings a private key in PEM under a password. */
final class KeyImportCommand implements Command {
    static final String SUMMARY = "Bring a private key in PEM under a password, to sign with";
    private static final String PREFIX = "import-cosign";

    @Override
    public Usage usage() {
        Usage usage =
                Usage.of("cooper key import [OPTIONS] --key FILE", SUMMARY)
                        .value(
                                "key",
                                'k',
                                "file",
                                "The private key: PKCS#8, PKCS#1 or SEC1 in PEM; ECDSA, RSA or"
                                        + " Ed25519")
                        .operands(0, 0);
        return KeyFiles.options(usage, PREFIX);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String key =
                options.value("key").orElseThrow(() -> new UsageException("--key FILE is missing"));
        KeyFiles files = KeyFiles.of(options, PREFIX, terminal);
        KeyPair pair =
                new KeyReference(key).pair(terminal.environment(), () -> KeyPassword.of(terminal));
        files.write(pair, KeyPassword.ofNew(terminal), terminal);
        return 0;
    }
}
