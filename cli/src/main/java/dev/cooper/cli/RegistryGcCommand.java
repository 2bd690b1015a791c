package dev.cooper.cli;

import dev.cooper.cli.format.Table;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.maintenance.Explanation;
import dev.cooper.registry.maintenance.RegistryGarbage;
import dev.cooper.registry.operations.CommandAudit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code cooper registry gc}: frees what no manifest refers to, beside a running registry. */
final class RegistryGcCommand implements Command {
    static final String SUMMARY = "Delete blobs that no manifest refers to";

    private static final String DETAILS =
            """
            The registry may be running and be pushed to. A blob that was pushed, mounted or
            asked for in the last hour is kept. Manifests are never deleted: delete them by
            digest, then their blobs are freed. --explain tells what keeps a blob or manifest
            and what would free it, and deletes nothing.
            """;

    @Override
    public Usage usage() {
        return Usage.of("cooper registry gc [OPTIONS] [CONFIG]", SUMMARY)
                .operands(0, 1)
                .flag("dry-run", 0, "Only tell what would be deleted")
                .value("explain", 0, "digest", "Tell why a blob or manifest is kept")
                .value("format", 0, "string", "\"json\" prints one JSON object")
                .details(DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        boolean json = Remote.json(options.value("format"));
        boolean dryRun = options.isOn("dry-run");
        Optional<Digest> explain = options.value("explain").map(Digest::parse);
        if (dryRun && explain.isPresent()) {
            throw new UsageException("--explain deletes nothing; leave out --dry-run");
        }
        RegistryConfig config =
                ServedRegistry.config(
                        options.operands().stream().findFirst(), terminal.environment());
        if (explain.isPresent()) {
            return explain(Explanation.of(config, explain.get()), json, terminal);
        }
        RegistryGarbage.Collected collected =
                dryRun ? RegistryGarbage.collect(config, true) : delete(config, terminal);
        terminal.print(json ? json(collected, dryRun) : text(collected, dryRun));
        return 0;
    }

    private static RegistryGarbage.Collected delete(RegistryConfig config, Terminal terminal)
            throws IOException {
        try (CommandAudit audit = CommandAudit.open(config, terminal.environment())) {
            RegistryGarbage.Collected collected = RegistryGarbage.collect(config, false);
            audit.done(
                    "collect-garbage",
                    Map.of("blobs", collected.blobs(), "bytes", collected.bytes()));
            return collected;
        }
    }

    private static int explain(Explanation explanation, boolean json, Terminal terminal)
            throws IOException {
        if (json) {
            terminal.println(Json.writeString(explanation.json()));
        } else {
            terminal.print(new ExplanationText(explanation).toString());
        }
        return explanation.size().isPresent() ? 0 : 1;
    }

    private static String text(RegistryGarbage.Collected collected, boolean dryRun) {
        StringBuilder text = new StringBuilder();
        if (!collected.repositories().isEmpty()) {
            text.append("REPOSITORY\tBLOBS\tBYTES\n");
            collected
                    .repositories()
                    .forEach((name, taken) ->
                            text.append(name)
                                    .append('\t')
                                    .append(taken.blobs())
                                    .append('\t')
                                    .append(taken.bytes())
                                    .append('\n'));
        }
        String table = Table.align(text.toString());
        return table
                + (dryRun ? "would delete " : "deleted ")
                + collected.blobs()
                + " blobs of "
                + collected.bytes()
                + " bytes; blobs taken from repositories: "
                + collected.links()
                + (collected.unnamed() == 0
                        ? ""
                        : "; objects left by interrupted pushes: " + collected.unnamed())
                + "\n";
    }

    private static String json(RegistryGarbage.Collected collected, boolean dryRun) {
        Map<String, @Nullable Object> repositories = new LinkedHashMap<>();
        collected
                .repositories()
                .forEach((name, taken) ->
                        repositories.put(
                                name, Map.of("blobs", taken.blobs(), "bytes", taken.bytes())));
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("dryRun", dryRun);
        all.put("repositories", repositories);
        all.put("blobs", collected.blobs());
        all.put("bytes", collected.bytes());
        all.put("unnamedObjects", collected.unnamed());
        return Json.writeString(all) + "\n";
    }
}
