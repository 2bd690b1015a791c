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

/**
 * What is known of an image that an index lists, whatever its platform: what is in it comes from
 * the image itself, who vouches for it from the index.
 *
 * @param index the index, by the name that was asked for
 * @param listed the image
 */
public record ListedFacts(Facts index, Facts listed) implements Facts {
    @Override
    public Reference name() {
        return index.name();
    }

    @Override
    public Descriptor image() throws IOException {
        return index.image();
    }

    @Override
    public ImageManifest manifest() throws IOException {
        return listed.manifest();
    }

    @Override
    public ImageConfig config() throws IOException {
        return listed.config();
    }

    @Override
    public Optional<Dockerfile> dockerfile() {
        return listed.dockerfile();
    }

    @Override
    public ImageInventory inventory() throws IOException {
        return listed.inventory();
    }

    @Override
    public List<Finding> findings() throws IOException {
        return listed.findings();
    }

    @Override
    public List<Signed> signatures(Attestor attestor) throws IOException {
        return index.signatures(attestor);
    }

    @Override
    public List<Stated> attestations(Attestor attestor, String type) throws IOException {
        return index.attestations(attestor, type);
    }

    @Override
    public Facts of(Reference other) throws IOException {
        return index.of(other);
    }
}
