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

/** How gates find out what policies ask for: from documents and signatures, not from layers. */
public final class GateMeans implements Means {
    private final Homes homes;
    private final Platform platform;
    private final Optional<Dockerfile> dockerfile;
    private final List<SignatureSource> signatures;
    private final Cluster cluster;

    /** Finds where images are. */
    public interface Homes {
        /**
         * Returns where an image, and what hangs on it, is.
         *
         * @throws IOException when nothing can be known of it
         */
        Attachments of(Reference name) throws IOException;
    }

    /**
     * Makes them.
     *
     * @param platform which image of an index is meant
     * @param dockerfile what the image was built from, where that is at hand
     * @param signatures who looks at signatures
     */
    public GateMeans(
            Homes homes,
            Platform platform,
            Optional<Dockerfile> dockerfile,
            List<SignatureSource> signatures) {
        this(homes, platform, dockerfile, signatures, Cluster.NONE);
    }

    /**
     * Finds things out, and looks up in a cluster what policies ask for.
     *
     * @param homes where images are
     * @param platform which image of an index is meant
     * @param dockerfile what the image was built from, where that is at hand
     * @param signatures who looks at signatures
     * @param cluster asked for what stands in it
     */
    public GateMeans(
            Homes homes,
            Platform platform,
            Optional<Dockerfile> dockerfile,
            List<SignatureSource> signatures,
            Cluster cluster) {
        this.cluster = cluster;
        this.homes = homes;
        this.platform = platform;
        this.dockerfile = dockerfile;
        this.signatures = List.copyOf(signatures);
    }

    @Override
    public Attachments home(Reference name) throws IOException {
        return homes.of(name);
    }

    @Override
    public Platform platform() {
        return platform;
    }

    @Override
    public List<SignatureSource> signatures() {
        return signatures;
    }

    @Override
    public Optional<Dockerfile> dockerfile(Reference name) {
        return dockerfile;
    }

    @Override
    public ImageInventory inventory(Reference name) throws IOException {
        throw new IOException(
                "gates do not look into layers; keep rules about packages for 'cooper policy"
                        + " check'");
    }

    @Override
    public List<Finding> findings(Reference name) throws IOException {
        throw new IOException(
                "gates do not look into layers; keep rules about findings for 'cooper policy"
                        + " check'");
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }
}
