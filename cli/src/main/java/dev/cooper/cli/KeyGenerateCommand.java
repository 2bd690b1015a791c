package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;

import java.io.IOException;

/** {@code cooper key generate}: makes a pair of keys to sign with. */
final class KeyGenerateCommand implements Command {
    static final String SUMMARY = "Make a pair of keys to sign with";
    private static final String PREFIX = "cosign";

    @Override
    public Usage usage() {
        Usage usage =
                Usage.of("cooper key generate [OPTIONS]", SUMMARY)
                        .value(
                                "signing-algorithm",
                                0,
                                "name",
                                "What the keys are for (default \"ecdsa-sha2-256-nistp256\")")
                        .details(
                                "The private key is encrypted with the password in COSIGN_PASSWORD,"
                                        + " or one that\nis asked for.")
                        .operands(0, 0);
        return KeyFiles.options(usage, PREFIX);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        KeyAlgorithm algorithm =
                options.value("signing-algorithm")
                        .map(KeyAlgorithm::parse)
                        .orElse(KeyAlgorithm.ECDSA_P256);
        KeyFiles files = KeyFiles.of(options, PREFIX, terminal);
        byte[] password = KeyPassword.ofNew(terminal);
        files.write(KeyPair.generate(algorithm), password, terminal);
        return 0;
    }
}
