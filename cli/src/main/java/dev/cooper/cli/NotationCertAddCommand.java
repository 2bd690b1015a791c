package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.notation.TrustStore;

import java.io.IOException;
import java.nio.file.Path;

/** {@code cooper notation cert add}: trusts certificates. */
final class NotationCertAddCommand implements Command {
    static final String SUMMARY = "Add certificates to a trust store";

    @Override
    public Usage usage() {
        return NotationOptions.store(
                Usage.of("cooper notation cert add --type TYPE --store NAME FILE...", SUMMARY)
                        .operands(1, Integer.MAX_VALUE));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        TrustStore.Named store = NotationOptions.store(options);
        TrustStore trusted = NotationOptions.home(terminal).trustStore();
        for (String file : options.operands()) {
            trusted.add(store, Path.of(file));
            terminal.println("Added " + file + " to the trust store " + store);
        }
        return 0;
    }
}
