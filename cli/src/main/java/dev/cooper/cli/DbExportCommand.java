package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.feed.DatabaseArchive;
import dev.cooper.scan.feed.TrivyExport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** {@code cooper db export}: the database for others. */
final class DbExportCommand implements Command {
    static final String SUMMARY = "Write the database into an archive, or for another scanner";

    private static final String DETAILS =
            """
            The archive is for machines without a network: cooper db import FILE reads it.

            --format trivy-db writes db/trivy.db and db/metadata.json below a directory, which
            Trivy then takes as its cache:
              cooper db export --format trivy-db -o cache
              trivy image --cache-dir cache --skip-db-update --offline-scan shop:1
            """;

    @Override
    public Usage usage() {
        return DbOptions.add(
                Usage.of("cooper db export [OPTIONS] -o PLACE", SUMMARY)
                        .operands(0, 0)
                        .value("format", 0, "string", "\"tar\" or \"trivy-db\" (default: tar)")
                        .value("output", 'o', "place", "File, or directory, to write to")
                        .value("as-of", 0, "date", "Take the state of that time")
                        .details(DETAILS));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        String format = options.value("format").orElse("tar");
        Path output =
                Path.of(
                        options.value("output")
                                .orElseThrow(() ->
                                        new UsageException("say where to write to: -o PLACE")));
        try (CooperDatabase database = DbOptions.open(options, terminal)) {
            switch (format) {
                case "tar" -> archive(database, options, output, terminal);
                case "trivy-db" -> trivy(database, output, terminal);
                default ->
                        throw new UsageException(
                                "--format takes tar or trivy-db, not \"" + format + "\"");
            }
        }
        return 0;
    }

    private static void archive(
            CooperDatabase database, Options options, Path output, Terminal terminal)
            throws IOException {
        Path directory = DbOptions.directory(options, terminal);
        try (OutputStream out = Files.newOutputStream(output)) {
            DatabaseArchive.write(database, directory, out);
        }
        terminal.println(output.toString());
    }

    private static void trivy(CooperDatabase database, Path output, Terminal terminal)
            throws IOException {
        Set<String> left = TrivyExport.write(database, output);
        if (!left.isEmpty()) {
            terminal.error(
                    "left out, because Trivy has no place for them: " + String.join(", ", left));
        }
        terminal.println(output.resolve("db").resolve("trivy.db").toString());
    }
}
