package dev.cooper.policy.evidence;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Reference;
import dev.cooper.scan.finding.Finding;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is known of an image. Each fact is looked up when it is first asked for, and once. */
public interface Facts {
    /** Returns the image's name, complete: with registry and tag or digest. */
    Reference name();

    /**
     * Returns its manifest or index.
     *
     * @throws IOException when it cannot be read, or there is none
     */
    Descriptor image() throws IOException;

    /**
     * Returns its manifest, of an index that for the platform in question.
     *
     * @throws IOException when it cannot be read
     */
    ImageManifest manifest() throws IOException;

    /**
     * Returns its configuration, of an index that for the platform in question.
     *
     * @throws IOException when it cannot be read
     */
    ImageConfig config() throws IOException;

    /** Returns what it was built from, where that is at hand. */
    Optional<Dockerfile> dockerfile();

    /**
     * Returns what is in it.
     *
     * @throws IOException when the layers cannot be read
     */
    ImageInventory inventory() throws IOException;

    /**
     * Returns what is wrong with what is in it.
     *
     * @throws IOException when the layers cannot be read, or there are no advisories
     */
    List<Finding> findings() throws IOException;

    /**
     * Looks at its signatures.
     *
     * @return each that hangs on it, whether it holds or not; empty when there are none
     * @throws IOException when they cannot be read
     */
    List<Signed> signatures(Attestor attestor) throws IOException;

    /**
     * Looks at the statements about it.
     *
     * @param type the predicate's type; empty for all
     * @return each of this type that hangs on it, whether it holds or not
     * @throws IOException when they cannot be read
     */
    List<Stated> attestations(Attestor attestor, String type) throws IOException;

    /**
     * Returns what is known of another image, by the same means.
     *
     * @throws IOException when nothing is known of others
     */
    Facts of(Reference other) throws IOException;

    /** Returns the cluster that policies look things up in; none where nothing is said of one. */
    default Cluster cluster() {
        return Cluster.NONE;
    }
}
