package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Digest;
import dev.cooper.trust.root.TrustedRoot;
import dev.cooper.trust.tuf.HttpMirror;
import dev.cooper.trust.tuf.KeptDirectory;
import dev.cooper.trust.tuf.Roots;
import dev.cooper.trust.tuf.TufClient;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** {@code cooper initialize}: brings the trusted root from a repository of TUF. */
final class InitializeCommand implements Command {
    static final String SUMMARY = "Bring the trusted root from a repository of TUF";

    @Override
    public Usage usage() {
        return CosignRefusals.everywhere(Usage.of("cooper initialize [OPTIONS]", SUMMARY))
                .value(
                        "mirror",
                        0,
                        "url",
                        "Where the repository is (default: the one that was last used)")
                .value("root", 0, "file", "The root to begin with, brought in a way you trust")
                .value("root-checksum", 0, "sha256", "What the root's SHA-256 must be")
                .flag("staging", 0, "")
                .operands(0, 0);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        if (options.isOn("staging")) {
            throw new UsageException(
                    "--staging: the services of the public sigstore are not known to Cooper; name"
                            + " the repository with --mirror");
        }
        Roots roots = Roots.of(terminal.environment());
        Optional<String> last = roots.mirror();
        String mirror =
                options.value("mirror")
                        .or(() -> last)
                        .orElseThrow(() ->
                                new UsageException(
                                        "--mirror URL is missing: which repository is not said"));
        KeptDirectory kept = roots.kept(mirror);
        try (HttpMirror repository = new HttpMirror(mirror)) {
            begin(options, kept, mirror, terminal);
            TufClient client = new TufClient(repository, kept, Instant.now());
            client.refresh();
            byte[] root =
                    client.target(Roots.TRUSTED_ROOT)
                            .orElseThrow(() ->
                                    new IOException(
                                            mirror + " has no target " + Roots.TRUSTED_ROOT));
            TrustedRoot.parse(root, Roots.TRUSTED_ROOT);
            if (client.target(Roots.SIGNING_CONFIG).isEmpty()) {
                terminal.error(
                        "The repository has no "
                                + Roots.SIGNING_CONFIG
                                + ", so services to sign with must be named.");
            }
        }
        roots.use(mirror);
        terminal.error("The trusted root of " + mirror + " is kept in " + kept.path() + ".");
        return 0;
    }

    private static void begin(Options options, KeptDirectory kept, String mirror, Terminal terminal)
            throws IOException {
        Optional<String> file = options.value("root");
        if (file.isEmpty()) {
            if (kept.metadata("root").isEmpty()) {
                throw new UsageException(
                        "--root FILE is missing: nothing of " + mirror + " is trusted yet");
            }
            return;
        }
        if (file.get().startsWith("http://") || file.get().startsWith("https://")) {
            throw new UsageException(
                    "--root takes a file, as whoever serves an address would be trusted;"
                            + " fetch it, make sure of it, and name the file");
        }
        byte[] root = CosignWords.read(file.get(), terminal);
        String hash = Digest.sha256(root).hex();
        String wanted = options.value("root-checksum").orElse(hash);
        if (!hash.equalsIgnoreCase(wanted)) {
            throw new IOException(file.get() + ": its SHA-256 is " + hash + ", want " + wanted);
        }
        TufClient.trust(root, file.get(), kept);
    }
}
