package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.cosign.BlobSignature;
import dev.cooper.trust.cosign.Trusted;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code cooper verify-blob}: verifies the signature of a file. */
final class VerifyBlobCommand implements Command {
    static final String SUMMARY = "Verify the signatures of files";

    @Override
    public Usage usage() {
        return IdentityWords.options(Usage.of("cooper verify-blob [OPTIONS] FILE", SUMMARY))
                .list("key", 0, "key", CosignWords.PUBLIC_KEY)
                .value("bundle", 0, "file", "The bundle with the signature")
                .value("signature", 0, "file", "The signature: a file, or its base64")
                .value("certificate", 0, "file", "With --signature: the certificate of who signed")
                .value("certificate-chain", 0, "file", "Who issued it, in PEM")
                .value("rfc3161-timestamp", 0, "file", "With --signature: a time stamp over it")
                .flag("insecure-ignore-tlog", 0, CosignWords.IGNORE_TLOG)
                .flag("new-bundle-format", 0, "")
                .flag("offline", 0, "")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        BlobSignature signature = signature(options, terminal);
        String file = options.operands().getFirst();
        Trusted trusted = CosignWords.trusted(options, terminal);
        Check check = signature.check(CosignWords.read(file, terminal), trusted);
        if (!check.isPassed()) {
            terminal.error("cooper: the signature of " + file + " does not hold: " + check.why());
            return 1;
        }
        terminal.error("Verified OK");
        return 0;
    }

    private static BlobSignature signature(Options options, Terminal terminal) throws IOException {
        Optional<String> bundle = options.value("bundle");
        Optional<String> alone = options.value("signature");
        if (bundle.isPresent() == alone.isPresent()) {
            throw new UsageException("give either --bundle FILE or --signature FILE");
        }
        Optional<String> certificate = options.value("certificate");
        Optional<String> chain = options.value("certificate-chain");
        Optional<String> stamp = options.value("rfc3161-timestamp");
        if (bundle.isPresent()) {
            if (certificate.isPresent() || chain.isPresent() || stamp.isPresent()) {
                throw new UsageException(
                        "a bundle brings its certificate and time stamps; --certificate,"
                                + " --certificate-chain and --rfc3161-timestamp go with"
                                + " --signature");
            }
            return BlobSignature.parseBundle(
                    CosignWords.read(bundle.get(), terminal), bundle.get());
        }
        String text = alone.orElseThrow();
        boolean file = text.equals("-") || Files.exists(Path.of(text));
        BlobSignature signature =
                BlobSignature.parse(
                        file
                                ? CosignWords.read(text, terminal)
                                : text.getBytes(StandardCharsets.UTF_8),
                        text);
        if (certificate.isPresent()) {
            byte[] above =
                    chain.isPresent() ? CosignWords.read(chain.get(), terminal) : new byte[0];
            signature = signature.with(CosignWords.read(certificate.get(), terminal), above);
        }
        return stamp.isPresent()
                ? signature.withTimestamp(CosignWords.read(stamp.get(), terminal))
                : signature;
    }
}
