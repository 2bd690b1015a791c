package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.registry.auth.RegistryAccounts;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.operations.CommandAudit;

import java.io.IOException;
import java.util.Map;

/** The accounts of the registry that a command is about, and its audit log. */
final class RegistryAccountFile implements AutoCloseable {
    private final RegistryAccounts accounts;
    private final CommandAudit audit;

    private RegistryAccountFile(RegistryAccounts accounts, CommandAudit audit) {
        this.accounts = accounts;
        this.audit = audit;
    }

    static Usage option(Usage usage) {
        return usage.value("config", 0, "file", "Configuration of the registry");
    }

    /** How that registry is set up. */
    static RegistryConfig config(Options options, Terminal terminal) throws IOException {
        RegistryConfig config =
                ServedRegistry.config(options.value("config"), terminal.environment());
        if (!config.hasAccounts()) {
            terminal.error(
                    "cooper: warning: no cooper.auth in "
                            + options.value("config").orElse("the configuration")
                            + ", so the registry does not ask for accounts yet");
        }
        return config;
    }

    /** Opens them for a change. */
    static RegistryAccountFile open(Options options, Terminal terminal) throws IOException {
        RegistryConfig config = config(options, terminal);
        CommandAudit audit = CommandAudit.open(config, terminal.environment());
        return new RegistryAccountFile(RegistryAccounts.open(config), audit);
    }

    RegistryAccounts accounts() {
        return accounts;
    }

    /** Writes down that the key of tokens was rotated. */
    void rotatedKey(boolean revoked) throws IOException {
        audit.done("rotate-key", Map.of("revoked", revoked));
    }

    /** Writes down what was done to an account. */
    void done(String action, String account) throws IOException {
        audit.done(action, Map.of("account", account));
    }

    /** Writes down what was done to the rights of an account. */
    void done(String action, String account, String rights) throws IOException {
        audit.done(action, Map.of("account", account, "rights", rights));
    }

    @Override
    public void close() throws IOException {
        accounts.close();
        audit.close();
    }
}
