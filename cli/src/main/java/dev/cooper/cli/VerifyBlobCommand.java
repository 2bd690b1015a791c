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

/** {@code cooper verify-blob}: verifies the signature of a file with a key. */
final class VerifyBlobCommand implements Command {
    static final String SUMMARY = "Verify the signatures of files with a key";

    @Override
    public Usage usage() {
        return Usage.of("cooper verify-blob [OPTIONS] --key KEY FILE", SUMMARY)
                .list("key", 0, "key", CosignWords.PUBLIC_KEY)
                .value("bundle", 0, "file", "The bundle with the signature")
                .value("signature", 0, "file", "The signature: a file, or its base64")
                .flag("insecure-ignore-tlog", 0, CosignWords.IGNORE_TLOG)
                .flag("new-bundle-format", 0, "")
                .flag("offline", 0, "")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        BlobSignature signature = signature(options, terminal);
        String file = options.operands().getFirst();
        Trusted trusted = CosignWords.trustedKeys(options, terminal);
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
        if (bundle.isPresent()) {
            return BlobSignature.parseBundle(
                    CosignWords.read(bundle.get(), terminal), bundle.get());
        }
        String text = alone.orElseThrow();
        boolean file = text.equals("-") || Files.exists(Path.of(text));
        return BlobSignature.parse(
                file ? CosignWords.read(text, terminal) : text.getBytes(StandardCharsets.UTF_8),
                text);
    }
}
