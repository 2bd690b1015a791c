package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.policy.evidence.NotationSignatures;
import dev.cooper.policy.evidence.SignatureSource;
import dev.cooper.policy.evidence.SigstoreSignatures;
import dev.cooper.trust.notation.OnlineRevocation;
import dev.cooper.trust.notation.Revocation;
import dev.cooper.trust.root.TrustedRoot;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Who looks at signatures for policies, by the options that say whom to trust. */
final class PolicyTrust {
    static final String ROOT = "trusted-root";
    static final String HELP = "Which authorities and logs are trusted, unless policies say it";

    private PolicyTrust() {}

    /** Those who look at all signatures that policies may ask for. */
    static List<SignatureSource> sources(Options options, boolean ignoresLogs, Terminal terminal)
            throws IOException {
        return sources(options, ignoresLogs, false, terminal);
    }

    /**
     * The same.
     *
     * @param offline whether nobody is asked who is named in certificates
     */
    static List<SignatureSource> sources(
            Options options, boolean ignoresLogs, boolean offline, Terminal terminal)
            throws IOException {
        Optional<String> file = options.value(ROOT);
        Optional<TrustedRoot> root = Optional.empty();
        if (file.isPresent()) {
            byte[] content = CosignWords.read(file.get(), terminal);
            root = Optional.of(TrustedRoot.parse(content, file.get()));
        }
        return List.of(
                new SigstoreSignatures(
                        root, ignoresLogs, terminal.environment(), InstantSource.system()),
                new NotationSignatures(
                        now -> offline ? Revocation.NOBODY : new OnlineRevocation(now),
                        InstantSource.system()));
    }
}
