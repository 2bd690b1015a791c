package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.notation.TrustStore;

import java.io.IOException;
import java.util.List;

/** {@code cooper notation cert delete}: trusts certificates no more. */
final class NotationCertDeleteCommand implements Command {
    static final String SUMMARY = "Delete certificates from a trust store";

    @Override
    public Usage usage() {
        return NotationOptions.store(
                Usage.of(
                                "cooper notation cert delete --type TYPE --store NAME"
                                        + " (--all | FILE)",
                                SUMMARY)
                        .flag("all", 'a', "Delete all of the trust store")
                        .flag("yes", 'y', "Delete without asking")
                        .operands(0, 1));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        TrustStore.Named store = NotationOptions.store(options);
        if (options.isOn("all") != options.operands().isEmpty()) {
            throw new UsageException("name a file of the trust store, or give --all");
        }
        TrustStore trusted = NotationOptions.home(terminal).trustStore();
        List<TrustStore.Entry> deleted =
                options.isOn("all")
                        ? trusted.entries().stream()
                                .filter(one -> one.store().equals(store))
                                .toList()
                        : List.of(new TrustStore.Entry(store, options.operands().getFirst()));
        if (deleted.isEmpty()) {
            throw new SyntaxException("there is no trust store " + store);
        }
        if (!options.isOn("yes")
                && !Confirmation.ask(
                        terminal, "This trusts certificates of " + store + " no more.")) {
            return 1;
        }
        for (TrustStore.Entry one : deleted) {
            trusted.delete(one);
            terminal.println("Deleted " + one.file() + " from the trust store " + store);
        }
        return 0;
    }
}
