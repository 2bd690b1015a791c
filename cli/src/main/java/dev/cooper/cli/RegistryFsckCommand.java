package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.maintenance.RegistryCheck;
import dev.cooper.registry.operations.CommandAudit;

import java.io.IOException;
import java.util.Map;

/** {@code cooper registry fsck}: reads everything a registry has and tells what is wrong. */
final class RegistryFsckCommand implements Command {
    static final String SUMMARY = "Check every blob and manifest of a registry";

    private static final String DETAILS =
            """
            Reads all bytes and compares them with their digests, what the database says with
            the manifests, and tags with what they point to. The registry may be running.

            --repair mends what it can: bytes that are wrong are taken from a copy, or marked as
            lost, so that pulls get 404 and a push brings them again; missing references are
            noted; what interrupted pushes have left a day ago is removed. Nothing that may be
            good is deleted.

            It ends with 0 when all is right (with --repair: now), else with 1.
            """;

    @Override
    public Usage usage() {
        return Usage.of("cooper registry fsck [OPTIONS] [CONFIG]", SUMMARY)
                .operands(0, 1)
                .flag("repair", 0, "Mend what can be mended")
                .value("format", 0, "string", "\"json\" prints one JSON object")
                .details(DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        boolean json = Remote.json(options.value("format"));
        boolean repair = options.isOn("repair");
        RegistryConfig config =
                ServedRegistry.config(
                        options.operands().stream().findFirst(), terminal.environment());
        RegistryCheck.Report report =
                repair ? repair(config, terminal) : check(config, false, terminal);
        if (json) {
            terminal.println(Json.writeString(report.json()));
        } else {
            terminal.print(text(report));
        }
        return report.isClean() ? 0 : 1;
    }

    private static RegistryCheck.Report repair(RegistryConfig config, Terminal terminal)
            throws IOException, InterruptedException {
        try (CommandAudit audit = CommandAudit.open(config, terminal.environment())) {
            RegistryCheck.Report report = check(config, true, terminal);
            audit.done("repair", Map.of("found", report.found(), "repaired", report.repaired()));
            return report;
        }
    }

    private static RegistryCheck.Report check(
            RegistryConfig config, boolean repair, Terminal terminal)
            throws IOException, InterruptedException {
        try (CountLine line = new CountLine(terminal)) {
            return RegistryCheck.check(config, repair, line::show);
        }
    }

    private static String text(RegistryCheck.Report report) {
        StringBuilder text = new StringBuilder();
        for (RegistryCheck.Problem problem : report.problems()) {
            text.append(problem.repaired() ? "repaired: " : "problem: ")
                    .append(problem.subject())
                    .append(": ")
                    .append(problem.what())
                    .append('\n');
        }
        text.append("checked ")
                .append(report.blobs())
                .append(" blobs of ")
                .append(report.bytes())
                .append(" bytes, ")
                .append(report.manifests())
                .append(" manifests and ")
                .append(report.tags())
                .append(" tags");
        if (report.unnamed() > 0) {
            text.append("; objects left by interrupted pushes: ").append(report.unnamed());
        }
        if (report.uploads() > 0) {
            text.append("; uploads not finished: ").append(report.uploads());
        }
        return text.append("; problems: ")
                .append(report.found())
                .append(", repaired: ")
                .append(report.repaired())
                .append('\n')
                .toString();
    }
}
