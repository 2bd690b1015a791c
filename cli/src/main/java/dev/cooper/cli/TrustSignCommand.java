package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.LocalStore;
import dev.cooper.store.NotFoundException;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.notary.Change;
import dev.cooper.trust.notary.Collection;
import dev.cooper.trust.notary.FileMeta;
import dev.cooper.trust.notary.KeyStore;
import dev.cooper.trust.notary.Roles;
import dev.cooper.trust.notary.TrustKey;
import dev.cooper.trust.notary.TrustRepository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code cooper trust sign|revoke}: signatures of tags. */
final class TrustSignCommand implements Command {
    static final String SIGN = "Sign a tag, and push the image when it is in the store";
    static final String REVOKE = "Sign a tag no longer";

    private final boolean revoke;

    TrustSignCommand(boolean revoke) {
        this.revoke = revoke;
    }

    @Override
    public Usage usage() {
        return (revoke
                        ? Usage.of("cooper trust revoke [OPTIONS] IMAGE[:TAG]", REVOKE)
                                .flag("yes", 'y', "Do not prompt for confirmation")
                        : Usage.of("cooper trust sign [OPTIONS] IMAGE:TAG", SIGN)
                                .flag("local", 0, "Sign a locally tagged image"))
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String operand = options.operands().getFirst();
        Reference name = Remote.reference(operand);
        if (name.digest().isPresent()) {
            throw new SyntaxException("cannot use a digest reference for IMAGE:TAG");
        }
        try (DockerTrust trust = new DockerTrust(terminal)) {
            if (revoke) {
                revoke(trust, name, operand, options, terminal);
            } else {
                sign(trust, name, operand, options.isOn("local"), terminal);
            }
        }
        return 0;
    }

    private static void sign(
            DockerTrust trust, Reference tag, String operand, boolean local, Terminal terminal)
            throws IOException {
        if (tag.tag().isEmpty()) {
            throw new SyntaxException("no tag specified for " + operand);
        }
        TrustRepository repository = trust.repository(tag);
        Optional<Collection> found = DockerTrust.existing(repository);
        if (found.isEmpty()) {
            initialize(trust, repository, terminal);
        }
        Optional<Collection.Signed> before = found.flatMap(all -> all.released(tag.tag().get()));
        FileMeta meta;
        if (before.isPresent() && !local) {
            terminal.println("Signing and pushing trust metadata for " + operand);
            meta = before.get().meta();
            terminal.println(
                    "Existing signatures for tag "
                            + tag.tag().get()
                            + " digest "
                            + meta.hex()
                            + " from:\n"
                            + String.join(", ", DockerTrust.signers(found.get(), before.get())));
        } else {
            terminal.println(
                    "Signing and pushing trust data for "
                            + (local ? "local image " : "")
                            + operand
                            + ", may overwrite remote trust data");
            meta = pushed(tag, terminal);
        }
        trust.sign(tag, meta);
        terminal.println("Successfully signed " + operand);
    }

    /** What the registry has under the tag, after the store's image was pushed if it has one. */
    private static FileMeta pushed(Reference tag, Terminal terminal) throws IOException {
        LocalStore store = Images.openStore(terminal);
        Optional<Descriptor> here = store.resolve(tag);
        try (Remote remote = new Remote(terminal)) {
            RegistryPlace place = remote.place(tag);
            Descriptor image;
            if (here.isPresent()) {
                image =
                        new Push(store, place, terminal, false)
                                .image(tag, here.get(), Optional.empty());
            } else {
                image =
                        place.resolve(tag)
                                .orElseThrow(() ->
                                        new NotFoundException(
                                                "neither the store nor the registry has "
                                                        + tag.familiar()));
            }
            return FileMeta.of(image.digest(), image.size());
        }
    }

    /** Makes the repository with the user as its first signer. */
    private static void initialize(DockerTrust trust, TrustRepository repository, Terminal terminal)
            throws IOException {
        String user =
                terminal.environment()
                        .getOrDefault("USER", "signer")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9_.-]", "-");
        repository.initialize(Optional.empty(), true);
        TrustKey key = userKey(trust.keys(), user);
        String role = Roles.TARGETS + "/" + (user.isEmpty() ? "signer" : user);
        List<Change> changes = new ArrayList<>();
        changes.add(Change.delegate(role, List.of(key), List.of("")));
        changes.add(Change.delegate(Roles.RELEASES, List.of(key), List.of("")));
        repository.publish(changes);
        terminal.println("Created signer: " + user);
        terminal.println("Finished initializing signed repository for " + repository.gun());
    }

    private static TrustKey userKey(KeyStore keys, String user) throws IOException {
        for (KeyStore.Entry entry : keys.list()) {
            if (entry.role().equals(user)) {
                return keys.publicKey(entry);
            }
        }
        return keys.make(user);
    }

    private static void revoke(
            DockerTrust trust, Reference name, String operand, Options options, Terminal terminal)
            throws IOException {
        if (name.tag().isEmpty()
                && !options.isOn("yes")
                && !Confirmation.given(
                        "Confirm you would like to delete all signature data for " + operand + "?",
                        terminal)) {
            throw new IOException("trust revoke has been cancelled");
        }
        TrustRepository repository = trust.repository(name);
        Collection found = repository.update();
        List<Change> changes = new ArrayList<>();
        for (String role : trust.signable(found, name.tag().orElse(""))) {
            for (Collection.Signed one : found.ofRole(role)) {
                if (name.tag().isEmpty() || one.name().equals(name.tag().get())) {
                    changes.add(Change.remove(role, one.name()));
                }
            }
        }
        if (changes.isEmpty()) {
            throw new NotFoundException(
                    "could not remove signature for " + operand + ": no signed tags to remove");
        }
        repository.publish(changes);
        terminal.println("Successfully deleted signature for " + operand);
    }
}
