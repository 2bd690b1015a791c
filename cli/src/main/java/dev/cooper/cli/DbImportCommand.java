package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.scan.advisory.DatabaseState;
import dev.cooper.scan.feed.DatabaseArchive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code cooper db import}: the database from an archive. */
final class DbImportCommand implements Command {
    static final String SUMMARY = "Take the database from an archive";

    @Override
    public Usage usage() {
        return DbOptions.add(
                Usage.of("cooper db import [OPTIONS] FILE", SUMMARY)
                        .operands(1, 1)
                        .value("keep", 0, "number", "How many states to keep (default: 3)")
                        .details(
                                "FILE is what cooper db export wrote, compressed or not; \"-\" is"
                                        + " standard input.\n"));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        String file = options.operands().getFirst();
        Path directory = DbOptions.directory(options, terminal);
        DbOptions.tellOfOthers(directory, terminal);
        try (InputStream in =
                new BufferedInputStream(
                        file.equals("-") ? terminal.input() : Files.newInputStream(Path.of(file)),
                        1 << 16)) {
            DatabaseState state = DatabaseArchive.read(in, directory, DbOptions.keep(options));
            terminal.println(state.advisories() + " advisories, as of " + state.asOf());
        }
        return 0;
    }
}
