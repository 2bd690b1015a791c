package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Reference;
import dev.cooper.store.NotFoundException;
import dev.cooper.trust.notary.Change;
import dev.cooper.trust.notary.Collection;
import dev.cooper.trust.notary.Delegation;
import dev.cooper.trust.notary.RoleFile;
import dev.cooper.trust.notary.Roles;
import dev.cooper.trust.notary.Targets;
import dev.cooper.trust.notary.TrustKey;
import dev.cooper.trust.notary.TrustRepository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code cooper trust signer add|remove}: who may sign the tags of repositories. */
final class TrustSignerCommand implements Command {
    static final String SUMMARY = "Say who may sign the tags of repositories";
    static final String ADD = "Let somebody sign";
    static final String REMOVE = "Let somebody sign no longer";

    private final boolean remove;

    TrustSignerCommand(boolean remove) {
        this.remove = remove;
    }

    @Override
    public Usage usage() {
        return (remove
                        ? Usage.of(
                                        "cooper trust signer remove [OPTIONS] NAME REPOSITORY"
                                                + " [REPOSITORY...]",
                                        REMOVE)
                                .flag("force", 'f', "Do not ask, even of the last signer")
                        : Usage.of(
                                        "cooper trust signer add [OPTIONS] NAME REPOSITORY"
                                                + " [REPOSITORY...]",
                                        ADD)
                                .list("key", 0, "list", "Path to the signer's public key file"))
                .operands(2, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String name = TrustKeyCommand.signer(options.operands().getFirst());
        List<TrustKey> keys = new ArrayList<>();
        if (!remove) {
            for (String file : NotarySession.split(options.values("key"))) {
                keys.add(TrustKey.ofFile(Files.readAllBytes(Path.of(file)), file));
            }
        }
        if (!remove && keys.isEmpty()) {
            throw new UsageException("path to a public key must be provided using the --key flag");
        }
        if (name.equals("releases")) {
            throw new UsageException("releases is a reserved keyword, use a different signer name");
        }
        try (DockerTrust trust = new DockerTrust(terminal)) {
            for (String operand : options.operands().subList(1, options.operands().size())) {
                Reference repository = Remote.repository(operand);
                if (remove) {
                    remove(trust, name, repository, operand, options.isOn("force"), terminal);
                } else {
                    add(trust, name, repository, operand, keys, terminal);
                }
            }
        }
        return 0;
    }

    private static void add(
            DockerTrust trust,
            String name,
            Reference image,
            String operand,
            List<TrustKey> keys,
            Terminal terminal)
            throws IOException {
        terminal.println("Adding signer \"" + name + "\" to " + operand + "...");
        TrustRepository repository = trust.repository(image);
        boolean fresh = DockerTrust.existing(repository).isEmpty();
        if (fresh) {
            terminal.println("Initializing signed repository for " + operand + "...");
            terminal.flush();
            repository.initialize(Optional.empty(), true);
        }
        repository.publish(
                List.of(
                        Change.delegate(Roles.TARGETS + "/" + name, keys, List.of("")),
                        Change.delegate(Roles.RELEASES, keys, List.of(""))));
        if (fresh) {
            terminal.println("Successfully initialized \"" + operand + "\"");
        }
        terminal.println("Successfully added signer: " + name + " to " + operand + "\n");
    }

    private static void remove(
            DockerTrust trust,
            String name,
            Reference image,
            String operand,
            boolean force,
            Terminal terminal)
            throws IOException {
        terminal.println("Removing signer \"" + name + "\" from " + operand + "...");
        TrustRepository repository = trust.repository(image);
        Collection found = repository.update();
        RoleFile<Targets> top = found.roles().get(Roles.TARGETS);
        String role = Roles.TARGETS + "/" + name;
        Optional<Delegation> signer =
                top == null ? Optional.empty() : top.content().delegation(role);
        if (top == null || signer.isEmpty()) {
            throw new NotFoundException("no signer " + name + " for repository " + operand);
        }
        Optional<Delegation> releases = top.content().delegation(Roles.RELEASES);
        List<Change> changes = new ArrayList<>();
        if (releases.isPresent()) {
            List<String> left = new ArrayList<>(releases.get().keys().keyIds());
            left.removeAll(signer.get().keys().keyIds());
            boolean last = left.size() < releases.get().keys().threshold();
            String question =
                    "The signer \""
                            + name
                            + "\" signed the last released version of "
                            + operand
                            + ". Removing this signer will make "
                            + operand
                            + " unpullable. Are you sure you want to continue?";
            if (last && !force && !Confirmation.given(question, terminal)) {
                terminal.println("\nAborting action.");
                return;
            }
            changes.add(
                    last
                            ? Change.dismiss(Roles.RELEASES)
                            : Change.withdraw(
                                    Roles.RELEASES,
                                    signer.get().keys().keyIds(),
                                    List.of(),
                                    false));
        }
        changes.add(Change.dismiss(role));
        repository.publish(changes);
        terminal.println("Successfully removed " + name + " from " + operand + "\n");
    }
}
