package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /**
     * Marks what the roots reach.
     *
     * @return roots that are listed in vain: without a name, and about content that is not here, as
     *     the signature of an image that was removed
     */
    List<Descriptor> mark(List<Descriptor> roots) throws IOException {
        Map<Descriptor, Digest> subjects = new LinkedHashMap<>();
        for (Descriptor root : roots) {
            try {
                Optional<Descriptor> subject = subject(root);
                if (subject.isPresent()) {
                    subjects.put(root, subject.get().digest());
                } else {
                    mark(root, true);
                }
            } catch (IOException e) {
                throw unknown(root, e);
            }
        }
        while (markNext(subjects)) {
            // what was marked may be what others are about
        }
        return List.copyOf(subjects.keySet());
    }

    private Optional<Descriptor> subject(Descriptor root) throws IOException {
        boolean isUnnamedParent = Names.of(root).isEmpty() && Graph.isParent(root);
        return isUnnamedParent ? Graph.subject(root, place.read(root)) : Optional.empty();
    }

    private boolean markNext(Map<Descriptor, Digest> subjects) throws IOException {
        boolean found = false;
        Iterator<Map.Entry<Descriptor, Digest>> entries = subjects.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Descriptor, Digest> entry = entries.next();
            if (live.contains(entry.getValue())) {
                try {
                    mark(entry.getKey(), true);
                } catch (IOException e) {
                    throw unknown(entry.getKey(), e);
                }
                entries.remove();
                found = true;
            }
        }
        return found;
    }

    private static StoreException unknown(Descriptor root, IOException cause) {
        return new StoreException(
                "collecting garbage: it is not known which blobs image "
                        + Names.of(root)
                                .map(name -> name.familiar())
                                .orElse(root.digest().toString())
                        + " needs, so nothing is deleted: "
                        + cause.getMessage()
                        + "; or remove the image",
                cause);
    }

    /** Deletes what is not marked. */
    Garbage sweep(Roots others) throws IOException {
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
