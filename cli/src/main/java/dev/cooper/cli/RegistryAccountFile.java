package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.registry.auth.RegistryAccounts;
import dev.cooper.registry.config.RegistryConfig;

import java.io.IOException;

/** Opens the accounts of the registry that a command is about. */
final class RegistryAccountFile {
    private RegistryAccountFile() {}

    static Usage option(Usage usage) {
        return usage.value("config", 0, "file", "Configuration of the registry");
    }

    static RegistryAccounts open(Options options, Terminal terminal) throws IOException {
        RegistryConfig config =
                ServedRegistry.config(options.value("config"), terminal.environment());
        if (!config.hasAccounts()) {
            terminal.error(
                    "cooper: warning: no cooper.auth in "
                            + options.value("config").orElse("the configuration")
                            + ", so the registry does not ask for accounts yet");
        }
        return RegistryAccounts.open(config);
    }
}
