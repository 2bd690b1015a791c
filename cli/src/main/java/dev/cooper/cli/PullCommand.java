package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.store.LocalStore;
import dev.cooper.transfer.Pull;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.attachment.RegistryAttachments;

import java.io.IOException;
import java.util.Optional;

/** {@code cooper pull}: brings images of a registry into the store. */
final class PullCommand implements Command {
    @Override
    public Usage usage() {
        return Usage.of(
                        "cooper pull [OPTIONS] NAME[:TAG|@DIGEST]",
                        "Download an image from a registry")
                .aliases("cooper image pull", "cooper pull")
                .flag("all-tags", 'a', "Download all tagged images in the repository")
                .value("platform", 0, "string", "Choose the platform, as os[/arch[/variant]]")
                .list(PolicyGate.OPTION, 0, "file", PolicyGate.HELP)
                .value(PolicyTrust.ROOT, 0, "file", PolicyTrust.HELP)
                .flag("quiet", 'q', "Suppress verbose output")
                .flag("disable-content-trust", 0, DockerTrust.OPTION)
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        boolean all = options.isOn("all-tags");
        boolean quiet = options.isOn("quiet");
        Optional<Platform> platform = Remote.platform(options.value("platform"));
        Optional<PolicyGate> gate = PolicyGate.of(options, Gate.PULL, terminal);
        String operand = options.operands().getFirst();
        if (all
                && !Remote.reference(operand)
                        .equals(Remote.reference(operand).withoutTagAndDigest())) {
            throw new UsageException("tag can't be used with --all-tags/-a");
        }
        LocalStore store = Images.openStore(terminal);
        try (Remote remote = new Remote(terminal);
                DockerTrust trust = new DockerTrust(terminal)) {
            Reference reference = remote.named(operand);
            boolean trusted = DockerTrust.isOn(options, terminal);
            RegistryPlace place = remote.place(reference);
            if (!all) {
                if (!quiet && reference.tag().isEmpty() && reference.digest().isEmpty()) {
                    terminal.println("Using default tag: latest");
                }
                Reference wanted = reference.withDefaultTag();
                if (trusted && wanted.digest().isEmpty()) {
                    trusted(trust, place, store, wanted, platform, gate, quiet, terminal);
                } else {
                    pull(place, store, wanted, platform, gate, quiet, terminal);
                }
            } else {
                for (String tag : trusted ? trust.tags(reference) : place.tags()) {
                    Reference wanted = reference.withTag(tag);
                    if (trusted) {
                        trusted(trust, place, store, wanted, platform, gate, quiet, terminal);
                    } else {
                        pull(place, store, wanted, platform, gate, quiet, terminal);
                    }
                }
            }
            terminal.println((all ? reference : reference.withDefaultTag()).toString());
        }
        return 0;
    }

    /** Pulls what was signed under a tag, whatever the registry has there, and tags it. */
    private static void trusted(
            DockerTrust trust,
            RegistryPlace place,
            LocalStore store,
            Reference tag,
            Optional<Platform> platform,
            Optional<PolicyGate> gate,
            boolean quiet,
            Terminal terminal)
            throws IOException {
        Reference pinned = trust.pin(tag);
        if (!quiet) {
            terminal.println("Pull (1 of 1): " + pinned.familiar());
        }
        pull(place, store, pinned, platform, gate, quiet, terminal);
        Descriptor image =
                store.resolve(pinned)
                        .orElseThrow(() -> new IOException(pinned + " was not stored"));
        store.tag(tag, image);
        if (!quiet) {
            terminal.println("Tagging " + pinned.familiar() + " as " + tag.familiar());
        }
    }

    private static void pull(
            RegistryPlace place,
            LocalStore store,
            Reference reference,
            Optional<Platform> platform,
            Optional<PolicyGate> gate,
            boolean quiet,
            Terminal terminal)
            throws IOException {
        String version = reference.digest().map(Digest::toString).or(reference::tag).orElse("");
        if (!quiet) {
            terminal.println(version + ": Pulling from " + reference.repository());
            terminal.flush();
        }
        Pull.Pulled pulled;
        try (DockerLines lines = new DockerLines(DockerLines.PULL, terminal, quiet)) {
            pulled =
                    new Pull(
                                    place,
                                    store,
                                    lines,
                                    (name, root) -> check(gate, place, name, root, platform))
                            .image(reference, platform);
            lines.finish();
        }
        if (!quiet) {
            terminal.println("Digest: " + pulled.root().digest());
            terminal.println(
                    "Status: "
                            + (pulled.isNew()
                                    ? "Downloaded newer image for "
                                    : "Image is up to date for ")
                            + reference.familiar());
        }
    }

    private static void check(
            Optional<PolicyGate> gate,
            RegistryPlace place,
            Reference name,
            Descriptor root,
            Optional<Platform> platform)
            throws IOException {
        if (gate.isPresent()) {
            gate.get()
                    .check(
                            name,
                            root,
                            platform,
                            place::open,
                            Optional.of(new RegistryAttachments(place)),
                            Optional.empty());
        }
    }
}
