package dev.cooper.cli;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.store.Graph;
import dev.cooper.store.Place;
import dev.cooper.trust.attachment.WritableAttachments;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Copies what lies under cosign's older tags of an image, and of all that it consists of; beside
 * what the target has there.
 *
 * @param place where the image is
 * @param from what hangs on it there
 * @param to where it goes
 */
record AttachedTags(Place place, WritableAttachments from, WritableAttachments to) {
    void copy(Descriptor root) throws IOException {
        copy(root, new HashSet<>());
    }

    private void copy(Descriptor node, Set<Digest> seen) throws IOException {
        if (!seen.add(node.digest())) {
            return;
        }
        for (String suffix : List.of("sig", "att", "sbom")) {
            Optional<ImageManifest> found = from.tagged(node.digest(), suffix);
            if (found.isPresent()) {
                layers(node.digest(), suffix, found.get());
            }
        }
        if (MediaTypes.isIndex(node.mediaType())) {
            for (Descriptor child : Graph.children(place, node)) {
                if (Graph.isParent(child) && place.has(child)) {
                    copy(child, seen);
                }
            }
        }
    }

    private void layers(Digest image, String suffix, ImageManifest found) throws IOException {
        for (Descriptor layer : found.layers()) {
            byte[] blob = from.read(layer);
            if (suffix.equals("sbom")) {
                to.replace(image, suffix, layer.mediaType(), blob);
            } else {
                to.append(image, suffix, layer.mediaType(), blob, layer.annotations());
            }
        }
    }
}
