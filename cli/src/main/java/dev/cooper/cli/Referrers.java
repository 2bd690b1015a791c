package dev.cooper.cli;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.store.Graph;
import dev.cooper.store.LocalStore;
import dev.cooper.store.NotFoundException;
import dev.cooper.store.OciLayout;
import dev.cooper.store.Place;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.attachment.LayoutAttachments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what refers to an image: signatures, SBOMs, attestations. */
final class Referrers {
    private static final int MOST = 10_000;

    private final Place place;

    Referrers(Place place) {
        this.place = place;
    }

    /** Whether a place knows what refers to images. */
    static boolean isKnown(Place place) {
        return place instanceof RegistryPlace
                || place instanceof OciLayout
                || place instanceof LocalStore;
    }

    /** What refers to one manifest. */
    List<Descriptor> of(Digest subject, Optional<String> artifactType) throws IOException {
        if (place instanceof RegistryPlace registry) {
            return registry.referrers(subject, artifactType);
        }
        if (place instanceof OciLayout layout && artifactType.isEmpty()) {
            return LayoutAttachments.of(layout, Reference.parse("localhost/image"))
                    .referrers(subject);
        }
        List<Descriptor> found = new ArrayList<>();
        for (Descriptor listed : listed()) {
            Optional<Descriptor> about = subject(listed);
            if (about.isPresent()
                    && about.get().digest().equals(subject)
                    && (artifactType.isEmpty() || listed.artifactType().equals(artifactType))) {
                found.add(listed);
            }
        }
        return found;
    }

    /** What refers to an image or to anything it consists of, and what refers to that in turn. */
    List<Descriptor> ofGraph(Descriptor root) throws IOException {
        Map<Digest, Descriptor> found = new LinkedHashMap<>();
        add(root, found);
        return List.copyOf(found.values());
    }

    private void add(Descriptor node, Map<Digest, Descriptor> found) throws IOException {
        for (Descriptor referrer : of(node.digest(), Optional.empty())) {
            if (found.size() >= MOST) {
                throw new IOException(
                        "copying " + node.digest() + ": more than " + MOST + " referrers");
            }
            if (found.putIfAbsent(referrer.digest(), referrer) == null) {
                add(referrer, found);
            }
        }
        if (MediaTypes.isIndex(node.mediaType())) {
            for (Descriptor child : Graph.children(place, node)) {
                if (Graph.isParent(child)) {
                    add(child, found);
                }
            }
        }
    }

    private List<Descriptor> listed() throws IOException {
        if (place instanceof OciLayout layout) {
            return layout.entries();
        }
        if (place instanceof LocalStore store) {
            return OciLayout.open(store.home()).entries();
        }
        throw new NotFoundException("this place does not know what refers to an image");
    }

    private Optional<Descriptor> subject(Descriptor listed) throws IOException {
        return Graph.subject(listed, place.read(listed));
    }
}
