package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.cosign.CertifiedSealer;
import dev.cooper.trust.cosign.Form;
import dev.cooper.trust.cosign.KeySealer;
import dev.cooper.trust.cosign.LoggedSealer;
import dev.cooper.trust.cosign.Sealer;
import dev.cooper.trust.cosign.Trusted;
import dev.cooper.trust.cosign.TrustedKeys;
import dev.cooper.trust.key.KeyReference;
import dev.cooper.trust.key.Signer;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.keyless.LoggedSigner;
import dev.cooper.trust.root.SigningConfig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Options that cosign has in several commands. */
final class CosignWords {
    /** cosign's exit codes. */
    static final int NO_SIGNATURE = 10;

    static final int NO_IMAGE = 11;
    static final int NONE_MATCHES = 12;

    /** The largest document that is read from a file. */
    private static final int MOST = 32 << 20;

    static final String PRIVATE_KEY =
            "The private key: a file, env://NAME, k8s://NAMESPACE/SECRET, pkcs11:…,\n"
                    + "hashivault://NAME, or NAME://… of a program sigstore-kms-NAME";
    static final String PUBLIC_KEY = "The public key, named as for cooper sign; one of several";
    static final String IGNORE_TLOG = "Accept what is in no transparency log";

    private CosignWords() {}

    /** What commands have that sign. */
    static Usage signing(Usage usage) {
        return CosignRefusals.signing(registry(usage))
                .value("key", 0, "key", PRIVATE_KEY)
                .flag(
                        "new-bundle-format",
                        0,
                        "Store a bundle that refers to the image; =false: under a tag, as cosign"
                                + " did\nbefore version 3 (default true)")
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

    /** What commands have that verify. */
    static Usage verifying(Usage usage) {
        return IdentityWords.options(CosignRefusals.verifying(registry(usage)))
                .list("key", 0, "key", PUBLIC_KEY)
                .flag("insecure-ignore-tlog", 0, IGNORE_TLOG)
                .flag("new-bundle-format", 0, "")
                .flag("offline", 0, "")
                .flag(
                        "local-image",
                        0,
                        "Take images from directories, as cooper save --dir writes them")
                .flag("check-claims", 0, "")
                .value("max-workers", 0, "number", "")
                .value("output", 'o', "string", "\"json\" or \"text\" (default \"json\")");
    }

    /** What commands have that speak with registries. */
    static Usage registry(Usage usage) {
        return RegistryWords.options(usage);
    }

    static Remote remote(Options options, Terminal terminal) throws IOException {
        return RegistryWords.remote(options, terminal);
    }

    /** What signs, with what proves who did. */
    static Sealer sealer(Options options, Terminal terminal) throws IOException {
        if (!options.given("key")) {
            if (options.given("certificate") || options.given("certificate-chain")) {
                throw new UsageException(
                        "--certificate and --certificate-chain belong to a key; add --key");
            }
            return KeylessWords.sealer(options, terminal);
        }
        if (options.given("identity-token")) {
            throw new UsageException(
                    "--identity-token is for signing without a key; leave --key or it out");
        }
        Optional<String> certificate = options.value("certificate");
        Optional<String> above = options.value("certificate-chain");
        if (certificate.isEmpty()) {
            if (above.isPresent()) {
                throw new UsageException("--certificate-chain goes with --certificate");
            }
            Signer key = key(options, terminal);
            Instant now = Instant.now();
            Optional<SigningConfig> config = KeylessWords.configForKey(options, terminal, now);
            return config.isEmpty()
                    ? new KeySealer(key)
                    : new LoggedSealer(new LoggedSigner(config.get(), key, now));
        }
        if (options.given("signing-config")) {
            throw new UsageException(
                    "--certificate signs without logs and time stamps; leave it or"
                            + " --signing-config out");
        }
        List<X509> chain = new ArrayList<>();
        String file = certificate.get();
        chain.add(X509.parsePem(read(file, terminal), file).getFirst());
        if (above.isPresent()) {
            chain.addAll(X509.parsePem(read(above.get(), terminal), above.get()));
        }
        return new CertifiedSealer(signer(options, terminal), chain);
    }

    /** The private key, where no log is written. */
    static Signer signer(Options options, Terminal terminal) throws IOException {
        String key =
                options.value("key")
                        .orElseThrow(() ->
                                new UsageException(
                                        "--key KEY is missing; files are not signed without a"
                                                + " key yet"));
        if (options.isOn("tlog-upload") || options.isOn("use-signing-config")) {
            throw new UsageException(
                    "with a key no transparency log is written; leave --tlog-upload and"
                            + " --use-signing-config out");
        }
        return new KeyReference(key).open(terminal.environment(), () -> KeyPassword.of(terminal));
    }

    private static Signer key(Options options, Terminal terminal) throws IOException {
        return new KeyReference(options.value("key").orElseThrow())
                .open(terminal.environment(), () -> KeyPassword.of(terminal));
    }

    static Form form(Options options) {
        boolean tag = options.given("new-bundle-format") && !options.isOn("new-bundle-format");
        return tag ? Form.TAG : Form.BUNDLE;
    }

    /** Makes sure that one bundle is made, if it is to be written to a file. */
    static void requireOne(Options options, int images) {
        if (!options.given("bundle")) {
            return;
        }
        if (images > 1 || options.operands().size() > 1) {
            throw new UsageException("--bundle takes one image, and no --recursive");
        }
        if (form(options) == Form.TAG && !options.isOn("no-upload")) {
            throw new UsageException(
                    "--bundle is about what cosign signs from version 3 on; leave"
                            + " --new-bundle-format=false or --bundle out");
        }
    }

    /** Writes what was signed to the file of {@code --bundle}. */
    static void writeBundle(Options options, byte[] bundle, Terminal terminal) throws IOException {
        Optional<String> target = options.value("bundle");
        if (target.isPresent()) {
            try (OutputFile file = OutputFile.createReadable(Path.of(target.get()))) {
                file.stream().write(bundle);
                file.commit();
            }
            terminal.error("Wrote bundle to file " + target.get());
        }
    }

    /** Whose signatures count. */
    static Trusted trusted(Options options, Terminal terminal) throws IOException {
        List<Verifier> verifiers = keys(options, terminal);
        return IdentityWords.wantsRoot(options, verifiers)
                ? IdentityWords.trusted(options, verifiers, terminal)
                : new TrustedKeys(verifiers);
    }

    /** The keys whose signatures of files count. */
    static Trusted trustedKeys(Options options, Terminal terminal) throws IOException {
        if (!options.given("key")) {
            throw new UsageException(
                    "--key KEY is missing; files are not verified without a key yet");
        }
        if (!options.isOn("insecure-ignore-tlog")) {
            throw new UsageException(
                    "transparency logs of files are not checked yet; give --insecure-ignore-tlog to"
                            + " accept signatures by the key alone");
        }
        return new TrustedKeys(keys(options, terminal));
    }

    private static List<Verifier> keys(Options options, Terminal terminal) throws IOException {
        List<Verifier> verifiers = new ArrayList<>();
        for (String key : options.values("key")) {
            verifiers.add(
                    Verifier.of(
                            new KeyReference(key)
                                    .publicKey(
                                            terminal.environment(),
                                            () -> KeyPassword.of(terminal))));
        }
        return verifiers;
    }

    /** Whether {@code --output} asks for text. */
    static boolean text(Options options) {
        if (options.given("check-claims") && !options.isOn("check-claims")) {
            throw new UsageException(
                    "--check-claims=false is not here: a signature that may be about anything says"
                            + " nothing about this image");
        }
        if (options.given("max-workers")
                && !options.value("max-workers").orElse("").matches("[1-9][0-9]{0,8}")) {
            throw new UsageException(
                    "--max-workers takes a number from 1 on, not \""
                            + options.value("max-workers").orElse("")
                            + "\"");
        }
        String output = options.value("output").orElse("json");
        if (!output.equals("json") && !output.equals("text")) {
            throw new UsageException("--output takes json or text, not \"" + output + "\"");
        }
        return output.equals("text");
    }

    /** What a file holds, or standard input for {@code -}. */
    static byte[] read(String file, Terminal terminal) throws IOException {
        try (InputStream in =
                file.equals("-") ? terminal.input() : Files.newInputStream(Path.of(file))) {
            byte[] content = in.readNBytes(MOST + 1);
            if (content.length > MOST) {
                throw new IOException("reading " + file + ": it has more than " + MOST + " bytes");
            }
            return content;
        }
    }
}
