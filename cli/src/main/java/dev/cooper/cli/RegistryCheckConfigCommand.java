package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.registry.auth.ConfiguredFiles;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.gate.PullGate;
import dev.cooper.registry.storage.Storage;

import java.io.IOException;
import java.util.Map;

/** {@code cooper registry check-config}: says what a registry would make of a configuration. */
final class RegistryCheckConfigCommand implements Command {
    static final String SUMMARY = "Check the configuration of a registry";

    @Override
    public Usage usage() {
        return Usage.of("cooper registry check-config [OPTIONS] CONFIG", SUMMARY)
                .operands(1, 1)
                .flag("connect", 0, "Also log in at the database and the bucket");
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        RegistryConfig config =
                ServedRegistry.config(
                        options.operands().stream().findFirst(), terminal.environment());
        ConfiguredFiles.check(config);
        if (config.manifests().policy().isPresent()) {
            PullGate.check(config.manifests().policy().get());
        }
        for (String warning : config.warnings()) {
            terminal.error("cooper: warning: " + warning);
        }
        for (Map.Entry<String, String> each : config.summary().entrySet()) {
            String gap = " ".repeat(Math.max(1, 10 - each.getKey().length()));
            terminal.println(each.getKey() + ":" + gap + each.getValue());
        }
        if (options.isOn("connect")) {
            Storage.reach(config);
            terminal.println("reached:   " + config.data());
        }
        return 0;
    }
}
