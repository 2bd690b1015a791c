package dev.cooper.cli;

import dev.cooper.cli.place.PlaceName;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Copy;
import dev.cooper.store.Graph;
import dev.cooper.store.Lease;
import dev.cooper.store.LocalStore;
import dev.cooper.store.OciLayout;
import dev.cooper.store.Place;
import dev.cooper.store.WritablePlace;
import dev.cooper.store.archive.DockerArchive;
import dev.cooper.store.archive.NamedImage;
import dev.cooper.store.archive.OciArchive;
import dev.cooper.transfer.Watched;
import dev.cooper.trust.attachment.WritableAttachments;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a copy to where it shall go. */
final class CopyTarget {
    private final CopySource source;
    private final DockerLines lines;
    private final Place from;
    private final Optional<Referrers> referrers;

    /** From a source, with what refers to the image or without. */
    CopyTarget(CopySource source, DockerLines lines, boolean referrers) {
        this.source = source;
        this.lines = lines;
        this.from = new Watched(source.place(), lines);
        this.referrers = referrers ? Optional.of(new Referrers(source.place())) : Optional.empty();
    }

    void write(Descriptor root, PlaceName to, Remote remote, Terminal terminal) throws IOException {
        switch (to) {
            case PlaceName.InRegistry(Reference reference) -> {
                WritablePlace place = remote.place(reference);
                copy(root, place);
                name(place, reference, root);
                tags(root, place);
            }
            case PlaceName.InStore(String text) -> {
                Reference name = Reference.parse(text).withDefaultTag();
                LocalStore store = Images.openStore(terminal);
                try (Lease lease = store.lease()) {
                    for (Descriptor referrer : copy(root, store)) {
                        store.keep(referrer);
                    }
                    name(store, name, root);
                    tags(root, store);
                }
            }
            case PlaceName.InLayout(Path directory, String tag) -> {
                OciLayout layout = OciLayout.create(directory);
                for (Descriptor referrer : copy(root, layout)) {
                    layout.add(referrer);
                }
                layout.add(root, tag);
                tags(root, layout);
            }
            case PlaceName.InArchive archive -> archive(root, archive);
        }
    }

    /** Copies a graph and what refers to it; returns the latter. */
    private List<Descriptor> copy(Descriptor root, WritablePlace to) throws IOException {
        announce(root);
        Copy.graph(source.place(), root, to, lines.events());
        if (referrers.isEmpty()) {
            return List.of();
        }
        List<Descriptor> found = referrers.get().ofGraph(root);
        for (Descriptor referrer : found) {
            Copy.graph(source.place(), referrer, to, lines.events());
        }
        return found;
    }

    /** Copies what cosign keeps under tags, if all that is about the image is wanted. */
    private void tags(Descriptor root, WritablePlace to) throws IOException {
        Optional<WritableAttachments> theirs = LocalHome.of(source.place());
        Optional<WritableAttachments> ours = LocalHome.of(to);
        if (referrers.isPresent() && theirs.isPresent() && ours.isPresent()) {
            new AttachedTags(source.place(), theirs.get(), ours.get()).copy(root);
        }
    }

    /** Lists the layers first, in their order, as docker does. */
    private void announce(Descriptor node) throws IOException {
        for (Descriptor child : Graph.children(source.place(), node)) {
            boolean index = MediaTypes.isIndex(node.mediaType());
            if (index && source.place().has(child)) {
                announce(child);
            } else if (MediaTypes.isLayer(child.mediaType())) {
                lines.waits(child);
            }
        }
    }

    private static void name(WritablePlace place, Reference name, Descriptor root)
            throws IOException {
        if (name.digest().isPresent() && !name.digest().get().equals(root.digest())) {
            throw new IOException(
                    name.familiar()
                            + ": the copy has the digest "
                            + root.digest()
                            + ", so it cannot go under that one; name a tag");
        }
        if (name.tag().isPresent() || place instanceof LocalStore) {
            place.tag(name, root);
        }
    }

    private void archive(Descriptor root, PlaceName.InArchive archive) throws IOException {
        if (referrers.isPresent() && archive.kind() == PlaceName.Kind.DOCKER) {
            throw new SyntaxException(
                    "--referrers: a docker archive holds images only; copy to an OCI archive or"
                            + " layout, or to a registry");
        }
        Optional<Reference> name = archive.name().map(Reference::parse).or(source::reference);
        List<Reference> names =
                name.filter(n -> n.digest().isEmpty()).map(List::of).orElse(List.of());
        List<NamedImage> images = new ArrayList<>();
        images.add(new NamedImage(root, names));
        if (referrers.isPresent()) {
            for (Descriptor referrer : referrers.get().ofGraph(root)) {
                images.add(new NamedImage(referrer, List.of()));
            }
        }
        try (OutputFile file = OutputFile.create(archive.file())) {
            OutputStream out = new BufferedOutputStream(file.stream(), 1 << 16);
            switch (archive.kind()) {
                case OCI -> OciArchive.write(from, images, out);
                case DOCKER -> DockerArchive.write(from, images, out);
            }
            out.flush();
            file.commit();
        }
    }
}
