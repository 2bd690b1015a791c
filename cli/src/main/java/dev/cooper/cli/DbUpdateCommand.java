package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Reference;
import dev.cooper.transfer.Lookup;
import dev.cooper.transfer.RegistryPlace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code cooper db update}: the newest state from a registry. */
final class DbUpdateCommand implements Command {
    static final String SUMMARY = "Fetch the database from a registry";

    private static final String VARIABLE = "COOPER_DB_REPOSITORY";

    private static final String DETAILS =
            """
            The references are tried one after the other until one has it: others are its
            mirrors. Without any $COOPER_DB_REPOSITORY counts, which may name several, too,
            with blanks between them. Only those parts are fetched that have changed since the
            last time; each is verified. A database of Trivy's is taken as well.

            Examples:
              cooper db update registry.example/advisories:1
              cooper db update mirror.example/advisories registry.example/advisories
            """;

    @Override
    public Usage usage() {
        return DbOptions.add(
                Usage.of("cooper db update [OPTIONS] [REFERENCE...]", SUMMARY)
                        .operands(0, Integer.MAX_VALUE)
                        .value("keep", 0, "number", "How many states to keep (default: 3)")
                        .flag("insecure", 0, "Allow plain HTTP and unknown certificates")
                        .details(DETAILS));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        List<String> references = new ArrayList<>(options.operands());
        if (references.isEmpty()) {
            for (String word :
                    terminal.environment().getOrDefault(VARIABLE, "").strip().split("\\s+")) {
                if (!word.isEmpty()) {
                    references.add(word);
                }
            }
        }
        if (references.isEmpty()) {
            throw new UsageException(
                    "say where the database is: cooper db update REFERENCE, or set " + VARIABLE);
        }
        try (Remote remote = new Remote(terminal, options.isOn("insecure"))) {
            terminal.println(
                    update(
                            references,
                            remote,
                            DbOptions.directory(options, terminal),
                            DbOptions.keep(options),
                            terminal));
        }
        return 0;
    }

    /**
     * Fetches the newest state from the first reference that has it.
     *
     * @param references one at least
     * @return what to tell
     */
    static String update(
            List<String> references, Remote remote, Path directory, int keep, Terminal terminal)
            throws IOException {
        DbOptions.tellOfOthers(directory, terminal);
        for (String text : references.subList(0, references.size() - 1)) {
            try {
                return update(DbArtifact.reference(text), remote, directory, keep);
            } catch (IOException e) {
                terminal.error("warning: " + e.getMessage() + "; asking the next");
            }
        }
        return update(DbArtifact.reference(references.getLast()), remote, directory, keep);
    }

    private static String update(Reference reference, Remote remote, Path directory, int keep)
            throws IOException {
        RegistryPlace place = remote.place(reference);
        DbArtifact.Update update =
                DbArtifact.fetch(place, Lookup.require(place, reference), directory, keep);
        return update.fetched() == 0
                ? "up to date: " + reference.familiar()
                : String.format(
                        Locale.ROOT,
                        "fetched %d of %d parts, %.1f MB, from %s",
                        update.fetched(),
                        update.parts(),
                        update.bytes() / 1e6,
                        reference.familiar());
    }
}
