package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.transfer.RegistryPlace;

import java.io.IOException;
import java.nio.file.Path;

/** {@code cooper db push}: the database into a registry, for others to fetch. */
final class DbPushCommand implements Command {
    static final String SUMMARY = "Put the database into a registry";

    private static final String DETAILS =
            """
            Parts that the registry has already are not sent again. cooper db update fetches it.
            """;

    @Override
    public Usage usage() {
        return DbOptions.add(
                Usage.of("cooper db push [OPTIONS] REFERENCE", SUMMARY)
                        .operands(1, 1)
                        .value("as-of", 0, "date", "Take the state of that time")
                        .flag("insecure", 0, "Allow plain HTTP and unknown certificates")
                        .details(DETAILS));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        Reference reference = DbArtifact.reference(options.operands().getFirst());
        Path directory = DbOptions.directory(options, terminal);
        try (CooperDatabase database = DbOptions.open(options, terminal);
                Remote remote = new Remote(terminal, options.isOn("insecure"))) {
            RegistryPlace place = remote.place(reference);
            Descriptor manifest = DbArtifact.push(database, directory, place);
            place.tag(reference, manifest);
            terminal.println(manifest.digest().toString());
        }
        return 0;
    }
}
