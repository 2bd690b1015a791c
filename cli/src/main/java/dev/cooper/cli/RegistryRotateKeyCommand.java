package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;

import java.io.IOException;

/** {@code cooper registry rotate-key}: has a registry sign its tokens with a new key. */
final class RegistryRotateKeyCommand implements Command {
    static final String SUMMARY = "Sign the registry's tokens with a new key";

    private static final String DETAILS =
            """
            All running registries on the same database use the new key within ten
            seconds. Tokens of the older keys are taken until they end, unless --revoke
            ends them now: then clients fetch new ones, without a new login.
            """;

    @Override
    public Usage usage() {
        return RegistryAccountFile.option(
                Usage.of("cooper registry rotate-key [OPTIONS]", SUMMARY)
                        .flag("revoke", 0, "Take no more tokens of older keys")
                        .details(DETAILS)
                        .operands(0, 0));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        boolean revoke = options.isOn("revoke");
        try (RegistryAccountFile file = RegistryAccountFile.open(options, terminal)) {
            file.accounts().rotateKey(revoke);
            file.rotatedKey(revoke);
        }
        return 0;
    }
}
