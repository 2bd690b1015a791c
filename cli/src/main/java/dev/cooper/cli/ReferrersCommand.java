package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Json;
import dev.cooper.oci.Reference;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.attachment.RegistryAttachments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code cooper referrers} and {@code cooper tree}: list what refers to an image. */
final class ReferrersCommand implements Command {
    private static final int MOST = 1000;

    private final boolean tree;

    /** As a tree with what refers to the referrers, or one level. */
    ReferrersCommand(boolean tree) {
        this.tree = tree;
    }

    @Override
    public Usage usage() {
        Usage usage =
                tree
                        ? Usage.of(
                                "cooper tree [OPTIONS] NAME[:TAG|@DIGEST]",
                                "Show what refers to an image, and to that in turn")
                        : Usage.of(
                                        "cooper referrers [OPTIONS] NAME[:TAG|@DIGEST]",
                                        "List what refers to an image: signatures, SBOMs")
                                .value("format", 0, "string", "\"json\" prints an OCI index");
        return RegistryWords.options(usage)
                .value("artifact-type", 0, "string", "Only those of this type")
                .value("platform", 0, "string", "Of an index, the image for os[/arch[/variant]]")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        boolean json = !tree && Remote.json(options.value("format"));
        Optional<String> type = options.value("artifact-type").filter(text -> !text.isEmpty());
        try (Remote remote = RegistryWords.remote(options, terminal)) {
            Reference reference = remote.named(options.operands().getFirst()).withDefaultTag();
            RegistryPlace place = remote.place(reference);
            Descriptor root = remote.require(reference, Remote.platform(options.value("platform")));
            Referrers referrers = new Referrers(place);
            if (tree) {
                terminal.println(
                        reference.withoutTagAndDigest().withDigest(root.digest()).familiar());
                branch(referrers, root, type, "", new HashSet<>(), terminal);
                if (type.isEmpty()) {
                    tags(new RegistryAttachments(place), root, terminal);
                }
                return 0;
            }
            List<Descriptor> found = referrers.of(root.digest(), type);
            if (json) {
                byte[] index = ImageIndex.of(found).toJson();
                terminal.println(
                        Json.pretty(Json.parse(new String(index, StandardCharsets.UTF_8)), 4));
                return 0;
            }
            for (Descriptor one : found) {
                terminal.println(one.digest() + "  " + kind(one));
            }
        }
        return 0;
    }

    private static void branch(
            Referrers referrers,
            Descriptor node,
            Optional<String> type,
            String indent,
            Set<String> seen,
            Terminal terminal)
            throws IOException {
        List<Descriptor> found = referrers.of(node.digest(), type);
        for (int i = 0; i < found.size() && seen.size() < MOST; i++) {
            Descriptor one = found.get(i);
            boolean last = i == found.size() - 1;
            terminal.println(indent + (last ? "└── " : "├── ") + kind(one));
            String below = indent + (last ? "    " : "│   ");
            terminal.println(below + one.digest());
            if (seen.add(one.digest().toString())) {
                branch(referrers, one, Optional.empty(), below, seen, terminal);
            }
        }
    }

    /** What versions of cosign before 3 keep under tags. */
    private static void tags(RegistryAttachments home, Descriptor root, Terminal terminal)
            throws IOException {
        for (String suffix : List.of("sig", "att", "sbom")) {
            Optional<ImageManifest> found = home.tagged(root.digest(), suffix);
            if (found.isPresent()) {
                terminal.println("└── " + home.tag(root.digest(), suffix).tag().orElseThrow());
                for (Descriptor layer : found.get().layers()) {
                    terminal.println("    " + layer.digest() + "  " + layer.mediaType());
                }
            }
        }
    }

    private static String kind(Descriptor referrer) {
        return referrer.artifactType().orElse(referrer.mediaType());
    }
}
