package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.feed.TrivyExport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** {@code cooper db export}: the database for others. */
final class DbExportCommand implements Command {
    static final String SUMMARY = "Write the database for another scanner";

    private static final String DETAILS =
            """
            --format trivy-db writes db/trivy.db and db/metadata.json below the directory, which
            Trivy then takes as its cache:
              cooper db export --format trivy-db -o cache
              trivy image --cache-dir cache --skip-db-update --offline-scan shop:1
            """;

    @Override
    public Usage usage() {
        return DbOptions.add(
                Usage.of("cooper db export [OPTIONS] -o DIRECTORY", SUMMARY)
                        .operands(0, 0)
                        .value("format", 0, "string", "\"trivy-db\"")
                        .value("output", 'o', "directory", "Where to write to")
                        .value("as-of", 0, "date", "Take the state of that time")
                        .details(DETAILS));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        String format = options.value("format").orElse("trivy-db");
        if (!format.equals("trivy-db")) {
            throw new UsageException("--format takes trivy-db, not \"" + format + "\"");
        }
        Path output =
                Path.of(
                        options.value("output")
                                .orElseThrow(() ->
                                        new UsageException("say where to write to: -o DIRECTORY")));
        try (CooperDatabase database = DbOptions.open(options, terminal)) {
            Set<String> left = TrivyExport.write(database, output);
            if (!left.isEmpty()) {
                terminal.error(
                        "left out, because Trivy has no place for them: "
                                + String.join(", ", left));
            }
        }
        terminal.println(output.resolve("db").resolve("trivy.db").toString());
        return 0;
    }
}
