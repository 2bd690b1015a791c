package dev.cooper.policy.evidence;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.scan.finding.Finding;
import dev.cooper.trust.attachment.Attachments;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** By what means the facts of images are found out. */
public interface Means {
    /**
     * Returns where an image, and what hangs on it, is.
     *
     * @throws IOException when nothing can be known of it
     */
    Attachments home(Reference name) throws IOException;

    /** Returns which image of an index is meant. */
    Platform platform();

    /** Returns who looks at signatures. */
    List<SignatureSource> signatures();

    /** Returns what an image was built from, where that is at hand. */
    Optional<Dockerfile> dockerfile(Reference name);

    /**
     * Looks into an image.
     *
     * @throws IOException when its layers cannot be read, or nobody looks into images here
     */
    ImageInventory inventory(Reference name) throws IOException;

    /**
     * Looks up what is wrong with an image.
     *
     * @throws IOException when its layers cannot be read, or there are no advisories
     */
    List<Finding> findings(Reference name) throws IOException;

    /** Returns the cluster that policies look things up in; none where nothing is said of one. */
    default Cluster cluster() {
        return Cluster.NONE;
    }
}
