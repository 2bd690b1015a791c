package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.bundle.Sealer;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.cosign.CertifiedSealer;
import dev.cooper.trust.cosign.Form;
import dev.cooper.trust.cosign.KeySealer;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.KeyReference;
import dev.cooper.trust.key.Signer;
import dev.cooper.trust.keyless.KeylessSigner;
import dev.cooper.trust.keyless.LoggedSigner;
import dev.cooper.trust.root.SigningConfig;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Options that say who signs, and who is told of it. */
final class SealerWords {
    private SealerWords() {}

    static Usage options(Usage usage) {
        return usage.value("key", 0, "key", CosignWords.PRIVATE_KEY)
                .value(
                        "identity-token",
                        0,
                        "token",
                        "Without a key: who signs, a token or a file with it (default: that of"
                                + "\nthe place, SIGSTORE_ID_TOKEN or GitHub's)")
                .value(
                        "signing-config",
                        0,
                        "file",
                        "Which services to ask (default: what cooper initialize brought)")
                .value("certificate", 0, "file", "The key's certificate, in PEM, for the signature")
                .value("certificate-chain", 0, "file", "Who issued it, in PEM, up to the root")
                .flag(
                        "tlog-upload",
                        0,
                        "With a key: enter the signature in the logs of the signing config"
                                + " (default\ntrue, if there is one)")
                .flag("use-signing-config", 0, "")
                .flag("yes", 'y', "Accepted as cosign has it; nothing is asked");
    }

    /**
     * What signs, with what proves who did.
     *
     * @param form how it will be stored
     */
    static Sealer sealer(Options options, Form form, Terminal terminal) throws IOException {
        Instant now = Instant.now();
        long newest = form == Form.TAG ? 1 : 2; // the older form has no room for the newer proofs
        if (!options.given("key")) {
            if (options.given("certificate") || options.given("certificate-chain")) {
                throw new UsageException(
                        "--certificate and --certificate-chain belong to a key; add --key");
            }
            if (KeylessWords.isOff(options, "tlog-upload")) {
                throw new UsageException(
                        "without a key nobody could verify what is in no transparency log; leave"
                                + " --tlog-upload=false out");
            }
            SigningConfig config = KeylessWords.config(options, terminal, now);
            return new KeylessSigner(
                    config, KeylessWords.token(options, terminal, now), newest, now);
        }
        if (options.given("identity-token")) {
            throw new UsageException(
                    "--identity-token is for signing without a key; leave --key or it out");
        }
        List<X509> chain = chain(options, terminal);
        Signer signer = signer(options, terminal);
        Optional<SigningConfig> config = KeylessWords.configForKey(options, terminal, now);
        if (config.isPresent()) {
            return new LoggedSigner(logged(signer), chain, config.get(), newest, now);
        }
        return chain.isEmpty() ? new KeySealer(signer) : new CertifiedSealer(signer, chain);
    }

    /** Logs know hashes, so that Ed25519 must sign one. */
    private static Signer logged(Signer signer) {
        return signer instanceof KeyPair pair && pair.algorithm() == KeyAlgorithm.ED25519
                ? pair.signing(KeyAlgorithm.ED25519_PH)
                : signer;
    }

    /** The private key, for what tells no log of it. */
    static Signer keyAlone(Options options, Terminal terminal) throws IOException {
        if (options.isOn("tlog-upload")
                || options.isOn("use-signing-config")
                || options.given("signing-config")) {
            throw new UsageException(
                    "here no transparency log is told of signatures; leave --tlog-upload,"
                            + " --use-signing-config and --signing-config out");
        }
        return signer(options, terminal);
    }

    private static Signer signer(Options options, Terminal terminal) throws IOException {
        return new KeyReference(options.value("key").orElseThrow())
                .open(terminal.environment(), () -> KeyPassword.of(terminal));
    }

    private static List<X509> chain(Options options, Terminal terminal) throws IOException {
        Optional<String> certificate = options.value("certificate");
        Optional<String> above = options.value("certificate-chain");
        if (certificate.isEmpty()) {
            if (above.isPresent()) {
                throw new UsageException("--certificate-chain goes with --certificate");
            }
            return List.of();
        }
        List<X509> chain = new ArrayList<>();
        String file = certificate.get();
        chain.add(X509.parsePem(CosignWords.read(file, terminal), file).getFirst());
        if (above.isPresent()) {
            chain.addAll(X509.parsePem(CosignWords.read(above.get(), terminal), above.get()));
        }
        return chain;
    }
}
