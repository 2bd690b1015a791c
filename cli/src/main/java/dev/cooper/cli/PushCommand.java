package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.store.LocalStore;
import dev.cooper.store.NotFoundException;
import dev.cooper.store.StoredImage;
import dev.cooper.transfer.NearestTags;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code cooper push}: brings images of the store to a registry. */
final class PushCommand implements Command {
    @Override
    public Usage usage() {
        return Usage.of("cooper push [OPTIONS] NAME[:TAG]", "Upload an image to a registry")
                .aliases("cooper image push", "cooper push")
                .flag("all-tags", 'a', "Push all tags of an image to the repository")
                .value(
                        "platform",
                        0,
                        "string",
                        "Push the image for one platform, formatted as os[/arch[/variant]]")
                .list(PolicyGate.OPTION, 0, "file", PolicyGate.HELP)
                .value(PolicyTrust.ROOT, 0, "file", PolicyTrust.HELP)
                .flag("quiet", 'q', "Suppress verbose output")
                .flag("disable-content-trust", 0, DockerTrust.OPTION)
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        Reference reference = Remote.reference(options.operands().getFirst());
        if (reference.digest().isPresent()) {
            throw new SyntaxException("cannot push a digest reference; push a tag");
        }
        boolean all = options.isOn("all-tags");
        boolean quiet = options.isOn("quiet");
        if (all && reference.tag().isPresent()) {
            throw new UsageException("tag can't be used with --all-tags/-a");
        }
        if (!all && !quiet && reference.tag().isEmpty()) {
            terminal.println("Using default tag: latest");
        }
        Optional<PolicyGate> gate = PolicyGate.of(options, Gate.PUSH, terminal);
        LocalStore store = Images.openStore(terminal);
        List<Reference> names = names(store, reference, all);
        Optional<Platform> platform = Remote.platform(options.value("platform"));
        if (!quiet) {
            terminal.println("The push refers to repository [" + reference.name() + "]");
            terminal.flush();
        }
        try (Remote remote = new Remote(terminal);
                DockerTrust trust = new DockerTrust(terminal)) {
            Push push = new Push(store, remote.place(reference), terminal, quiet, gate);
            for (Reference name : names) {
                Descriptor root =
                        store.resolve(name).orElseThrow(() -> missing(name, name.familiar()));
                Descriptor pushed = push.image(name, root, platform);
                if (DockerTrust.isOn(options, terminal)) {
                    trust.signPushed(name, pushed);
                }
            }
        }
        if (quiet) {
            terminal.println((all ? reference : names.getFirst()).toString());
        }
        return 0;
    }

    private static List<Reference> names(LocalStore store, Reference reference, boolean all)
            throws IOException {
        List<Reference> held = new ArrayList<>();
        for (StoredImage image : store.images()) {
            for (Reference name : image.names()) {
                if (name.name().equals(reference.name()) && name.tag().isPresent()) {
                    held.add(name);
                }
            }
        }
        if (all && !held.isEmpty()) {
            held.sort((a, b) -> a.toString().compareTo(b.toString()));
            return held;
        }
        Reference wanted = reference.withDefaultTag();
        if (held.isEmpty() && store.resolve(wanted).isEmpty()) {
            throw new NotFoundException(
                    "an image does not exist locally with the tag: "
                            + reference.familiarName()
                            + "; name the image after its repository with cooper tag");
        }
        if (store.resolve(wanted).isEmpty()) {
            List<String> tags = new ArrayList<>();
            held.forEach(name -> tags.add(name.tag().orElse("")));
            throw missing(
                    wanted,
                    wanted.familiar() + NearestTags.hint(wanted.tag().orElse("latest"), tags));
        }
        return List.of(wanted);
    }

    private static NotFoundException missing(Reference name, String rest) {
        return new NotFoundException(
                "tag does not exist: " + (rest.isEmpty() ? name.familiar() : rest));
    }
}
