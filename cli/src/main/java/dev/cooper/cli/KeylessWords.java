package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.keyless.IdentityToken;
import dev.cooper.trust.root.SigningConfig;
import dev.cooper.trust.tuf.Roots;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Options that say who signs without a key, and which services are asked. */
final class KeylessWords {
    private KeylessWords() {}

    /**
     * Which services are asked about a signature with a key; none when the options say so, or no
     * config is known.
     */
    static Optional<SigningConfig> configForKey(Options options, Terminal terminal, Instant now)
            throws IOException {
        boolean refused = isOff(options, "tlog-upload") || isOff(options, "use-signing-config");
        boolean wanted = options.isOn("tlog-upload") || options.isOn("use-signing-config");
        boolean given = options.given("signing-config");
        if (refused && given) {
            throw new UsageException(
                    "--signing-config names logs to write; leave it, or --tlog-upload=false and"
                            + " --use-signing-config=false out");
        }
        if (refused) {
            return Optional.empty();
        }
        boolean known = given || Roots.of(terminal.environment()).mirror().isPresent();
        if (!known && wanted) {
            throw new UsageException(
                    "--signing-config FILE is missing, and nothing was brought by cooper"
                            + " initialize: no log is known that could be written");
        }
        return known ? Optional.of(config(options, terminal, now)) : Optional.empty();
    }

    static boolean isOff(Options options, String flag) {
        return options.given(flag) && !options.isOn(flag);
    }

    static SigningConfig config(Options options, Terminal terminal, Instant now)
            throws IOException {
        Optional<String> file = options.value("signing-config");
        if (file.isPresent()) {
            return SigningConfig.parse(CosignWords.read(file.get(), terminal), file.get());
        }
        byte[] kept =
                Roots.of(terminal.environment())
                        .kept(Roots.SIGNING_CONFIG, now)
                        .orElseThrow(() ->
                                new UsageException(
                                        "--key KEY is missing, or to sign without a key"
                                                + " --signing-config FILE: nothing was brought by"
                                                + " cooper initialize"));
        return SigningConfig.parse(kept, Roots.SIGNING_CONFIG);
    }

    static IdentityToken token(Options options, Terminal terminal, Instant now) throws IOException {
        Optional<String> given = options.value("identity-token");
        if (given.isEmpty()) {
            return IdentityToken.ambient(terminal.environment(), now)
                    .orElseThrow(() ->
                            new UsageException(
                                    "--identity-token TOKEN is missing: neither it nor"
                                            + " SIGSTORE_ID_TOKEN nor a workflow of GitHub says"
                                            + " who signs"));
        }
        String text = given.get();
        return IdentityToken.parse(
                text.length() < 1000 && Files.isRegularFile(Path.of(text))
                        ? new String(CosignWords.read(text, terminal), StandardCharsets.UTF_8)
                        : text,
                now);
    }
}
