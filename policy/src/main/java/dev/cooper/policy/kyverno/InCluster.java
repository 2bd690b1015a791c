package dev.cooper.policy.kyverno;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Reference;
import dev.cooper.policy.evidence.Attestor;
import dev.cooper.policy.evidence.Cluster;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Signed;
import dev.cooper.policy.evidence.Stated;
import dev.cooper.scan.finding.Finding;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an image, in another cluster.
 *
 * @param facts all but the cluster
 */
record InCluster(Facts facts, Cluster cluster) implements Facts {
    @Override
    public Reference name() {
        return facts.name();
    }

    @Override
    public Descriptor image() throws IOException {
        return facts.image();
    }

    @Override
    public ImageManifest manifest() throws IOException {
        return facts.manifest();
    }

    @Override
    public ImageConfig config() throws IOException {
        return facts.config();
    }

    @Override
    public Optional<Dockerfile> dockerfile() {
        return facts.dockerfile();
    }

    @Override
    public ImageInventory inventory() throws IOException {
        return facts.inventory();
    }

    @Override
    public List<Finding> findings() throws IOException {
        return facts.findings();
    }

    @Override
    public List<Signed> signatures(Attestor attestor) throws IOException {
        return facts.signatures(attestor);
    }

    @Override
    public List<Stated> attestations(Attestor attestor, String type) throws IOException {
        return facts.attestations(attestor, type);
    }

    @Override
    public Facts of(Reference other) throws IOException {
        return new InCluster(facts.of(other), cluster);
    }
}
