package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.registry.RegistryConfig;
import dev.cooper.registry.RegistryGarbage;
import dev.cooper.store.LocalStore;

import java.io.IOException;
import java.nio.file.Path;

/** {@code cooper registry gc}: frees what no manifest refers to, beside a running registry. */
final class RegistryGcCommand implements Command {
    static final String SUMMARY = "Delete blobs that no manifest refers to";

    private static final String DETAILS =
            """
            The registry may be running and be pushed to. A blob that was pushed, mounted or
            asked for in the last hour is kept. Manifests are never deleted.
            """;

    @Override
    public Usage usage() {
        return Usage.of("cooper registry gc [OPTIONS] [CONFIG]", SUMMARY)
                .operands(0, 1)
                .flag("dry-run", 0, "Only tell what would be deleted")
                .details(DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        RegistryConfig config =
                RegistryConfig.parse(
                        options.operands().stream().findFirst().map(Path::of),
                        System.getenv(),
                        LocalStore.defaultHome(System.getenv()).resolve("registry"));
        boolean dryRun = options.isOn("dry-run");
        RegistryGarbage.Collected collected = RegistryGarbage.collect(config, dryRun);
        terminal.println(
                (dryRun ? "would delete " : "deleted ")
                        + collected.blobs()
                        + " blobs of "
                        + collected.bytes()
                        + " bytes; blobs taken from repositories: "
                        + collected.links());
        return 0;
    }
}
