package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.cosign.CertifiedSealer;
import dev.cooper.trust.cosign.Form;
import dev.cooper.trust.cosign.KeySealer;
import dev.cooper.trust.cosign.Sealer;
import dev.cooper.trust.cosign.Trusted;
import dev.cooper.trust.cosign.TrustedKeys;
import dev.cooper.trust.key.KeyReference;
import dev.cooper.trust.key.Signer;
import dev.cooper.trust.key.Verifier;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return registry(usage)
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
                        "Without a key: which services to ask (default: what cooper initialize"
                                + "\nbrought)")
                .value("certificate", 0, "file", "The key's certificate, in PEM, for the signature")
                .value("certificate-chain", 0, "file", "Who issued it, in PEM, up to the root")
                .flag("tlog-upload", 0, "")
                .flag("use-signing-config", 0, "")
                .flag("yes", 'y', "Accepted as cosign has it; nothing is asked");
    }

    /** What commands have that verify. */
    static Usage verifying(Usage usage) {
        return IdentityWords.options(registry(usage))
                .list("key", 0, "key", PUBLIC_KEY)
                .flag("insecure-ignore-tlog", 0, IGNORE_TLOG)
                .flag("new-bundle-format", 0, "")
                .flag("offline", 0, "")
                .value("output", 'o', "string", "\"json\" or \"text\" (default \"json\")");
    }

    /** What commands have that speak with registries. */
    static Usage registry(Usage usage) {
        return usage.flag("allow-insecure-registry", 0, "Allow plain HTTP and unknown certificates")
                .flag("allow-http-registry", 0, "");
    }

    static Remote remote(Options options, Terminal terminal) {
        return new Remote(
                terminal,
                options.isOn("allow-insecure-registry") || options.isOn("allow-http-registry"));
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
        if (options.given("identity-token") || options.given("signing-config")) {
            throw new UsageException(
                    "--identity-token and --signing-config are for signing without a key; leave"
                            + " --key or them out");
        }
        Optional<String> certificate = options.value("certificate");
        Optional<String> above = options.value("certificate-chain");
        if (certificate.isEmpty()) {
            if (above.isPresent()) {
                throw new UsageException("--certificate-chain goes with --certificate");
            }
            return new KeySealer(signer(options, terminal));
        }
        List<X509> chain = new ArrayList<>();
        String file = certificate.get();
        chain.add(X509.parsePem(read(file, terminal), file).getFirst());
        if (above.isPresent()) {
            chain.addAll(X509.parsePem(read(above.get(), terminal), above.get()));
        }
        return new CertifiedSealer(signer(options, terminal), chain);
    }

    /** The private key. */
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

    static Form form(Options options) {
        boolean tag = options.given("new-bundle-format") && !options.isOn("new-bundle-format");
        return tag ? Form.TAG : Form.BUNDLE;
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
