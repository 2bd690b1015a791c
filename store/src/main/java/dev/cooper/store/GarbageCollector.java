package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Marks what the roots reach and deletes the rest. The caller keeps writers away. */
final class GarbageCollector {
    private final Place place;
    private final Blobs blobs;
    private final Set<Digest> live = new HashSet<>();

    GarbageCollector(Place place, Blobs blobs) {
        this.place = place;
        this.blobs = blobs;
    }

    Garbage collect(List<Descriptor> roots, Roots others) throws IOException {
        for (Descriptor root : roots) {
            try {
                mark(root, true);
            } catch (IOException e) {
                throw new StoreException(
                        "collecting garbage: it is not known which blobs image "
                                + Names.of(root)
                                        .map(name -> name.familiar())
                                        .orElse(root.digest().toString())
                                + " needs, so nothing is deleted: "
                                + e.getMessage()
                                + "; or remove the image",
                        e);
            }
        }
        live.addAll(others.digests());
        List<Digest> deleted = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<Digest, Long> blob : blobs.list().entrySet()) {
            if (!live.contains(blob.getKey())) {
                blobs.delete(blob.getKey());
                deleted.add(blob.getKey());
                bytes += blob.getValue();
            }
        }
        return new Garbage(deleted, bytes);
    }

    /** What is needed, known once garbage was collected. */
    Set<Digest> live() {
        return live;
    }

    private void mark(Descriptor descriptor, boolean required) throws IOException {
        if (!live.add(descriptor.digest()) || !Graph.isParent(descriptor)) {
            return;
        }
        // an index may list platforms that were never fetched
        if (required || place.has(descriptor)) {
            boolean index = MediaTypes.isIndex(descriptor.mediaType());
            for (Descriptor child : Graph.children(place, descriptor)) {
                mark(child, !index);
            }
        }
    }
}
