package dev.cooper.build;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.store.LocalStore;
import dev.cooper.store.SnapshotId;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the root of a failed RUN as an image, to look into, to enter or to take files from. */
final class FailedRoots {
    private final LocalStore store;
    private final LayerBlobs layers;
    private final LayerBlobs.Format format;
    private final Clock clock;

    FailedRoots(LocalStore store, LayerBlobs layers, LayerBlobs.Format format, Clock clock) {
        this.store = store;
        this.layers = layers;
        this.format = format;
        this.clock = clock;
    }

    /** Makes the image and returns its name, such as {@code failed:3f9a01b2c4d5}. */
    String keep(List<SnapshotId> below, SnapshotId top, RunStep step)
            throws IOException, InterruptedException {
        List<SnapshotId> chain = new ArrayList<>(below);
        chain.add(top);
        List<Descriptor> blobs = new ArrayList<>();
        List<Digest> diffIds = new ArrayList<>();
        List<History> history = new ArrayList<>();
        Instant now = clock.instant();
        for (int i = 0; i < chain.size(); i++) {
            List<SnapshotId> parents = chain.subList(0, i);
            LayerBlobs.Blob blob = layers.blob(chain.get(i), () -> parents, format);
            blobs.add(blob.descriptor());
            diffIds.add(blob.diffId());
            String text = i + 1 < chain.size() ? "" : "RUN " + String.join(" ", step.argv());
            history.add(new History(Optional.of(now), text, "", "failed step", false));
        }
        ContainerConfig config =
                ContainerConfig.EMPTY
                        .withEnv(step.env())
                        .withUser(step.user())
                        .withWorkingDir(step.workingDirectory())
                        .withCmd(Optional.of(step.argv()));
        ImageConfig image =
                new ImageConfig(Optional.of(now), "", Platform.host(), config, diffIds, history);
        Descriptor configBlob = store.write(MediaTypes.OCI_CONFIG, image.toJson());
        Descriptor manifest =
                store.write(MediaTypes.OCI_MANIFEST, ImageManifest.of(configBlob, blobs).toJson());
        Reference name = Reference.parse("failed:" + configBlob.digest().hex().substring(0, 12));
        store.tag(name, manifest);
        return name.familiar();
    }
}
