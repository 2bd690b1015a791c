package dev.cooper.cli;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Reference;
import dev.cooper.store.Place;
import dev.cooper.trust.attachment.Attachments;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image that policies look at: what its name stands for is settled, whatever others do to the
 * name while policies look at it.
 */
final class GateHome implements Attachments {
    private static final int MOST = 32 << 20;

    private final Reference name;
    private final Descriptor image;
    private final Reader content;
    private final Optional<Attachments> registry;
    private final Optional<Place> place;

    /** Where the image itself is read from. */
    interface Reader {
        InputStream open(Descriptor descriptor) throws IOException;
    }

    /**
     * Makes the home of one image.
     *
     * @param content where its documents are
     * @param registry where what hangs on it is; empty when it was never in one
     */
    GateHome(Reference name, Descriptor image, Reader content, Optional<Attachments> registry) {
        this.name = name;
        this.image = image;
        this.content = content;
        this.registry = registry;
        this.place = Optional.empty();
    }

    /** Makes the home of one image in a place that is no registry, with what hangs on it there. */
    GateHome(Reference name, Descriptor image, Place place) {
        this.name = name;
        this.image = image;
        this.content = place::open;
        this.registry = Optional.empty();
        this.place = Optional.of(place);
    }

    @Override
    public Reference name() {
        return name.withoutTagAndDigest();
    }

    @Override
    public Optional<Descriptor> resolve(Reference wanted) throws IOException {
        return wanted.equals(name) ? Optional.of(image) : Optional.empty();
    }

    @Override
    public byte[] read(Descriptor descriptor) throws IOException {
        try (InputStream in = content.open(descriptor)) {
            byte[] bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw new IOException(descriptor.digest() + ": too large to be a document");
            }
            return bytes;
        } catch (IOException e) {
            if (registry.isEmpty()) {
                throw e;
            }
            return registry.get().read(descriptor);
        }
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException {
        if (registry.isPresent()) {
            return registry.get().referrers(subject);
        }
        return place.isPresent() && Referrers.isKnown(place.get())
                ? new Referrers(place.get()).of(subject, Optional.empty())
                : List.of();
    }

    @Override
    public Optional<ImageManifest> tagged(Digest subject, String suffix) throws IOException {
        if (registry.isPresent()) {
            return registry.get().tagged(subject, suffix);
        }
        Optional<Descriptor> found =
                place.isPresent() ? place.get().resolve(tag(subject, suffix)) : Optional.empty();
        return found.isPresent()
                ? Optional.of(ImageManifest.parse(read(found.get())))
                : Optional.empty();
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
