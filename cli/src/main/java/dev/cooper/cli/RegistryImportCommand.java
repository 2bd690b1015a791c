package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.maintenance.RegistryImport;
import dev.cooper.registry.operations.CommandAudit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** {@code cooper registry import}: takes over what another registry has stored. */
final class RegistryImportCommand implements Command {
    static final String SUMMARY = "Take over what another registry has stored";

    private static final String DETAILS =
            """
            Takes the files of the distribution project's registry (docker/registry/v2), one OCI
            layout, or a directory with an OCI layout for each repository, as zot has it. Bytes
            are verified and get a second name (a hard link) where the file system allows, else
            are copied; the old files stay as they are and may be deleted afterwards. The other
            registry must not be running; this one may be.

            An import that was broken off goes on when it is begun again. Tags that exist here
            are left alone. It ends with 1 when something was not taken.
            """;

    @Override
    public Usage usage() {
        return Usage.of("cooper registry import [OPTIONS] [CONFIG]", SUMMARY)
                .operands(0, 1)
                .value(
                        "from",
                        0,
                        "directory",
                        "Where the files are (default: the registry's own directory)")
                .value(
                        "repository",
                        0,
                        "name",
                        "What to call the repository of a single OCI layout")
                .value("format", 0, "string", "\"json\" prints one JSON object")
                .details(DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        boolean json = Remote.json(options.value("format"));
        RegistryConfig config =
                ServedRegistry.config(
                        options.operands().stream().findFirst(), terminal.environment());
        RegistryImport.Report report;
        try (CommandAudit audit = CommandAudit.open(config, terminal.environment());
                CountLine line = new CountLine(terminal)) {
            report =
                    RegistryImport.run(
                            config,
                            options.value("from").map(Path::of),
                            options.value("repository"),
                            line::show);
            audit.done(
                    "import",
                    Map.of(
                            "manifests",
                            report.manifests(),
                            "tags",
                            report.tags(),
                            "refused",
                            report.refused().size()));
        }
        for (String refused : report.refused()) {
            terminal.error("cooper: not imported: " + refused);
        }
        if (json) {
            terminal.println(Json.writeString(report.json()));
        } else {
            terminal.println(
                    "imported "
                            + report.manifests()
                            + " manifests, "
                            + report.tags()
                            + " tags and "
                            + report.blobs()
                            + " blobs of "
                            + report.bytes()
                            + " bytes; repositories: "
                            + report.repositories()
                            + ", not imported: "
                            + report.refused().size());
        }
        return report.refused().isEmpty() ? 0 : 1;
    }
}
