package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.key.ClusterKey;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.KeyReference;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** {@code cooper key generate}: makes a pair of keys to sign with. */
final class KeyGenerateCommand implements Command {
    static final String SUMMARY = "Make a pair of keys to sign with";
    private static final String PREFIX = "cosign";

    @Override
    public Usage usage() {
        Usage usage =
                Usage.of("cooper key generate [OPTIONS] [k8s://NAMESPACE/SECRET]", SUMMARY)
                        .value(
                                "kms",
                                0,
                                "key",
                                "Have the key made by who keeps it: hashivault://NAME, or NAME://…"
                                        + " of a\nprogram sigstore-kms-NAME")
                        .value(
                                "signing-algorithm",
                                0,
                                "name",
                                "What the keys are for (default \"ecdsa-sha2-256-nistp256\")")
                        .details(
                                "The private key is encrypted with the password in COSIGN_PASSWORD,"
                                        + " or one that\nis asked for.")
                        .operands(0, 1);
        return KeyFiles.options(usage, PREFIX);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        Optional<KeyAlgorithm> wanted = options.value("signing-algorithm").map(KeyAlgorithm::parse);
        KeyFiles files = KeyFiles.of(options, PREFIX, terminal);
        Optional<String> kms = options.value("kms");
        if (kms.isPresent()) {
            if (!options.operands().isEmpty()) {
                throw new UsageException("give either --kms KEY or k8s://NAMESPACE/SECRET");
            }
            KeyReference reference = new KeyReference(kms.get());
            files.writePublic(reference.create(terminal.environment(), wanted), terminal);
            return 0;
        }
        KeyPair pair = KeyPair.generate(wanted.orElse(KeyAlgorithm.ECDSA_P256));
        if (options.operands().isEmpty()) {
            files.write(pair, KeyPassword.ofNew(terminal), terminal);
        } else {
            keep(options.operands().getFirst(), pair, terminal);
            files.writePublic(pair.publicKey(), terminal);
        }
        return 0;
    }

    /** Keeps a new pair in a cluster. */
    private static void keep(String reference, KeyPair pair, Terminal terminal) throws IOException {
        ClusterKey secret = ClusterKey.of(reference, terminal.environment());
        byte[] password = KeyPassword.ofNew(terminal);
        try {
            secret.create(pair, password);
        } finally {
            Arrays.fill(password, (byte) 0);
        }
        terminal.error("Keys written to " + reference);
    }
}
