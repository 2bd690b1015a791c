package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.NotFoundException;
import dev.cooper.transfer.RegistryException;

import java.io.IOException;
import java.util.Optional;

/** {@code cooper delete}: deletes tags or manifests in a registry. */
final class DeleteCommand implements Command {
    private static final String DETAILS =
            """
            A name with a tag loses that tag; the manifest and its other tags stay.
            A name with a digest loses the manifest and all its tags.
            """;

    @Override
    public Usage usage() {
        return Usage.of(
                        "cooper delete NAME:TAG|NAME@DIGEST [...]",
                        "Delete tags or manifests in a registry")
                .operands(1, Integer.MAX_VALUE)
                .details(DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        for (String operand : options.operands()) {
            Reference reference = Remote.reference(operand);
            if (reference.tag().isEmpty() == reference.digest().isEmpty()) {
                throw new SyntaxException(
                        operand
                                + ": say what to delete, either a tag ("
                                + reference.familiarName()
                                + ":TAG) or a manifest ("
                                + reference.familiarName()
                                + "@DIGEST)");
            }
        }
        boolean failed = false;
        try (Remote remote = new Remote(terminal)) {
            for (String operand : options.operands()) {
                Reference reference = Remote.reference(operand);
                try {
                    delete(remote, reference);
                    terminal.println("Deleted: " + reference.familiar());
                } catch (NotFoundException e) {
                    terminal.error("cooper: " + e.getMessage());
                    failed = true;
                }
            }
        }
        return failed ? 1 : 0;
    }

    private static void delete(Remote remote, Reference reference) throws IOException {
        try {
            remote.place(reference).delete(reference);
        } catch (RegistryException e) {
            boolean refused = e.status() == 400 || e.status() == 405;
            if (!refused || reference.tag().isEmpty()) {
                throw e;
            }
            Digest digest = remote.require(reference, Optional.empty()).digest();
            throw new IOException(
                    "deleting "
                            + reference.familiar()
                            + ": registry "
                            + reference.registry()
                            + " does not delete a tag alone; to delete the manifest with all its"
                            + " tags, name "
                            + reference.withoutTagAndDigest().withDigest(digest).familiar(),
                    e);
        }
    }
}
