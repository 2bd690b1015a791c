package dev.cooper.build;

import dev.cooper.oci.Descriptor;
import dev.cooper.store.LayerSource;
import dev.cooper.store.LocalStore;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Snapshots;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** The unpacked layers of base images, each image once a build and only when a step needs files. */
final class ImageRoots {
    private final LocalStore store;
    private final Snapshots snapshots;
    private final Progress progress;
    private final Clock clock;
    private final IdentityHashMap<Vertex.Image, List<SnapshotId>> unpacked =
            new IdentityHashMap<>();

    ImageRoots(LocalStore store, Snapshots snapshots, Progress progress, Clock clock) {
        this.store = store;
        this.snapshots = snapshots;
        this.progress = progress;
        this.clock = clock;
    }

    synchronized List<SnapshotId> unpack(Vertex.Image image) throws IOException {
        List<SnapshotId> known = unpacked.get(image);
        if (known != null) {
            return known;
        }
        PullStep step = new PullStep(progress, clock, "[internal] pull " + image.name());
        List<LayerSource> layers = new ArrayList<>();
        for (int i = 0; i < image.manifest().layers().size(); i++) {
            Descriptor layer = image.manifest().layers().get(i);
            layers.add(
                    new LayerSource(
                            image.config().diffIds().get(i),
                            () -> {
                                store.fetch(layer, step);
                                return store.open(layer);
                            }));
        }
        Optional<String> error = Optional.empty();
        try {
            List<SnapshotId> chain = snapshots.unpack(layers);
            unpacked.put(image, chain);
            return chain;
        } catch (IOException e) {
            error = Optional.of(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            step.end(false, error);
        }
    }
}
