package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Moves a graph of content from one place to another: everything a manifest or an index reaches and
 * the target lacks, in parallel, each blob verified. A manifest is written after what it consists
 * of, so the target never holds one that points at nothing.
 */
public final class Copy {
    private static final int PARALLEL_BLOBS = 6;
    private static final int PIECE = 64 << 10;
    private static final int MAX_NODES = 100_000;

    private final Place from;
    private final WritablePlace to;
    private final CopyEvents events;
    private final Map<Digest, Descriptor> leaves = new LinkedHashMap<>();
    private final Map<Digest, Descriptor> parents = new LinkedHashMap<>();
    private final List<Descriptor> missing = new ArrayList<>();
    private final AtomicInteger blobs = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    private Copy(Place from, WritablePlace to, CopyEvents events) {
        this.from = from;
        this.to = to;
        this.events = events;
    }

    /**
     * Copies a graph. Manifests that an index lists and the source does not hold are left out.
     * Nothing is named; whoever copies into a store holds a lease and tags afterwards.
     *
     * @param root a manifest, an index or a single blob
     * @throws NotFoundException when the source lacks the root, or a part of an image it holds
     * @throws IOException when content is damaged, cannot be read or cannot be written
     */
    public static Copied graph(Place from, Descriptor root, WritablePlace to) throws IOException {
        return graph(from, root, to, CopyEvents.NONE);
    }

    /**
     * Copies a graph as {@link #graph(Place, Descriptor, WritablePlace)} does, and tells how far it
     * is.
     *
     * @throws NotFoundException when the source lacks the root, or a part of an image it holds
     * @throws IOException when content is damaged, cannot be read or cannot be written
     */
    public static Copied graph(Place from, Descriptor root, WritablePlace to, CopyEvents events)
            throws IOException {
        Copy copy = new Copy(from, to, events);
        copy.walk(root, 0);
        Parallel.forEach(List.copyOf(copy.leaves.values()), PARALLEL_BLOBS, copy::blob);
        for (Descriptor node : copy.parents.values()) {
            copy.document(node);
        }
        return new Copied(copy.blobs.get(), copy.bytes.get(), copy.missing);
    }

    private void walk(Descriptor node, int depth) throws IOException {
        if (depth > Graph.MAX_DEPTH) {
            throw Graph.tooDeep(node);
        }
        if (parents.containsKey(node.digest())) {
            return;
        }
        if (!Graph.isParent(node)) {
            leaves.put(node.digest(), node);
            return;
        }
        if (leaves.size() + parents.size() > MAX_NODES) {
            throw new StoreException(
                    "copying "
                            + node.digest()
                            + ": more than "
                            + MAX_NODES
                            + " blobs in one image");
        }
        boolean index = MediaTypes.isIndex(node.mediaType());
        for (Descriptor child : Graph.childrenOfType(from, node)) {
            if (index && !from.has(child)) {
                missing.add(child);
            } else {
                walk(child, depth + 1);
            }
        }
        parents.put(node.digest(), node); // after its children
    }

    private void blob(Descriptor blob) throws IOException {
        if (to.has(blob)) {
            events.done(blob, true);
            return;
        }
        events.started(blob);
        if (!to.adopt(blob, from, position -> events.moved(blob, position))) {
            stream(blob);
        }
        count(blob);
        events.done(blob, false);
    }

    private void stream(Descriptor blob) throws IOException {
        try (InputStream in = from.open(blob);
                BlobWriter out = to.write()) {
            byte[] buffer = new byte[PIECE];
            long position = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                position += n;
                events.moved(blob, position);
            }
            out.commit(blob.mediaType(), blob.digest());
        }
    }

    private void document(Descriptor node) throws IOException {
        if (to.has(node)) {
            events.done(node, true);
            return;
        }
        events.started(node);
        to.put(node, from.read(node));
        count(node);
        events.done(node, false);
    }

    private void count(Descriptor blob) {
        blobs.incrementAndGet();
        bytes.addAndGet(blob.size());
    }
}
