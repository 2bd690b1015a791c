package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.LocalStore;
import dev.cooper.store.NotFoundException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The drafts of indexes, each in a file of its own below the store. */
final class ManifestDrafts {
    private final Terminal terminal;
    private final Path directory;

    /** Drafts of the user of a terminal; the store is made only when there is one to keep. */
    ManifestDrafts(Terminal terminal) {
        this.terminal = terminal;
        this.directory =
                LocalStore.defaultHome(terminal.environment())
                        .resolve("cooper")
                        .resolve("manifests");
    }

    /** An operand as the name of a draft or of an image in it. */
    static Reference name(String operand) {
        return Remote.reference(operand).withDefaultTag();
    }

    private Path file(Reference name) {
        byte[] text = name.toString().getBytes(StandardCharsets.UTF_8);
        return directory.resolve(Digest.sha256(text).hex() + ".json");
    }

    Optional<ManifestDraft> find(Reference name) throws IOException {
        Path file = file(name);
        try {
            return Optional.of(ManifestDraft.parse(Files.readAllBytes(file), file.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (SyntaxException e) {
            throw new IOException(
                    e.getMessage() + "; remove it with cooper manifest rm " + name.familiar(), e);
        }
    }

    ManifestDraft require(Reference name) throws IOException {
        return find(name)
                .orElseThrow(() ->
                        new NotFoundException(
                                "no such manifest: "
                                        + name.familiar()
                                        + "; make it with cooper manifest create "
                                        + name.familiar()
                                        + " MANIFEST..."));
    }

    void save(ManifestDraft draft) throws IOException {
        Files.createDirectories(Images.openStore(terminal).directory("manifests"));
        Path fresh = Files.createTempFile(directory, "draft", ".tmp");
        try {
            Files.write(fresh, draft.toJson());
            Files.move(fresh, file(draft.name()), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Removes a draft and tells whether there was one. */
    boolean remove(Reference name) throws IOException {
        return Files.deleteIfExists(file(name));
    }
}
