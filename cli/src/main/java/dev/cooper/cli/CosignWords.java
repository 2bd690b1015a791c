package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.cosign.Form;
import dev.cooper.trust.cosign.Trusted;
import dev.cooper.trust.cosign.TrustedKeys;
import dev.cooper.trust.key.KeyReference;
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
    /** Where cosign keeps signatures in another repository than that of the image. */
    private static final String REPOSITORY = "COSIGN_REPOSITORY";

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
        return SealerWords.options(CosignRefusals.signing(registry(usage)))
                .flag(
                        "new-bundle-format",
                        0,
                        "Store a bundle that refers to the image; =false: under a tag, as cosign"
                                + " did\nbefore version 3 (default true)");
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
        if (!terminal.environment().getOrDefault(REPOSITORY, "").isEmpty()) {
            throw new UsageException(
                    REPOSITORY
                            + " is set, but signatures are kept and sought beside their image"
                            + " only; unset it");
        }
        return RegistryWords.remote(options, terminal);
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
