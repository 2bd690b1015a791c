package dev.cooper.cli;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Reference;
import dev.cooper.store.Place;
import dev.cooper.trust.attachment.Attachments;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image that is in no registry: nothing hangs on it. */
record StoredImageHome(Reference name, Descriptor image, Place place) implements Attachments {
    @Override
    public Optional<Descriptor> resolve(Reference wanted) {
        return Optional.of(image);
    }

    @Override
    public byte[] read(Descriptor descriptor) throws IOException {
        return place.read(descriptor);
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        return List.of();
    }

    @Override
    public Optional<ImageManifest> tagged(Digest subject, String suffix) {
        return Optional.empty();
    }

    @Override
    public Descriptor attach(
            Descriptor subject,
            String artifactType,
            String type,
            byte[] blob,
            Map<String, String> annotations)
            throws IOException {
        throw new IOException("nothing is attached to what policies look at");
    }

    @Override
    public void append(
            Digest subject,
            String suffix,
            String type,
            byte[] blob,
            Map<String, String> annotations)
            throws IOException {
        throw new IOException("nothing is attached to what policies look at");
    }
}
