package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.NotFoundException;
import dev.cooper.transfer.RegistryPlace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** {@code cooper blob get}: gets one blob of a repository, verified. */
final class BlobGetCommand implements Command {
    static final String SUMMARY = "Get a blob of a repository by its digest";

    @Override
    public Usage usage() {
        return Usage.of("cooper blob get [OPTIONS] REPOSITORY@DIGEST", SUMMARY)
                .value("output", 'o', "string", "Write to a file, instead of STDOUT")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        Reference reference = Remote.reference(options.operands().getFirst());
        Digest digest =
                reference
                        .digest()
                        .orElseThrow(() ->
                                new SyntaxException(
                                        reference.familiar()
                                                + ": say which blob, as "
                                                + reference.familiarName()
                                                + "@DIGEST"));
        Optional<String> file = options.value("output").filter(name -> !name.equals("-"));
        try (Remote remote = new Remote(terminal)) {
            RegistryPlace place = remote.place(reference);
            Descriptor blob = place.blob(digest).orElseThrow(() -> missing(reference, digest));
            try (InputStream in = place.open(blob)) {
                if (file.isEmpty()) {
                    in.transferTo(terminal.output());
                    return 0;
                }
                try (OutputFile target = OutputFile.create(Path.of(file.get()))) {
                    in.transferTo(target.stream());
                    target.commit();
                }
            }
        }
        return 0;
    }

    private static NotFoundException missing(Reference reference, Digest digest) {
        return new NotFoundException(
                reference.familiarName()
                        + ": registry "
                        + reference.registry()
                        + " has no blob "
                        + digest
                        + " there; check the digest (manifests are printed by cooper manifest"
                        + " inspect --raw)");
    }
}
