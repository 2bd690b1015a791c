package dev.cooper.trust.attachment;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.transfer.RegistryPlace;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What hangs on the images of a repository of a registry. */
public final class RegistryAttachments implements WritableAttachments {
    private static final int MOST_TRIES = 200;
    private static final Duration LEAST_PAUSE = Duration.ofMillis(20);

    private final RegistryPlace place;

    /** Makes the home out of a repository. */
    public RegistryAttachments(RegistryPlace place) {
        this.place = place;
    }

    @Override
    public Reference name() {
        return place.name();
    }

    @Override
    public Optional<Descriptor> resolve(Reference image) throws IOException {
        return place.resolve(image);
    }

    @Override
    public byte[] read(Descriptor descriptor) throws IOException {
        return place.read(descriptor);
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException {
        return place.referrers(subject, Optional.empty());
    }

    @Override
    public Descriptor attach(
            Descriptor subject,
            String artifactType,
            String type,
            byte[] blob,
            Map<String, String> annotations)
            throws IOException {
        place.write(MediaTypes.OCI_EMPTY, AttachedManifest.EMPTY);
        Descriptor layer = place.write(type, blob);
        ImageManifest manifest =
                AttachedManifest.referrer(subject, artifactType, layer, annotations);
        byte[] content = manifest.toJson();
        Descriptor written = Descriptor.of(MediaTypes.OCI_MANIFEST, content);
        place.put(written, content);
        return written;
    }

    @Override
    public Optional<ImageManifest> tagged(Digest subject, String suffix) throws IOException {
        Reference tag = tag(subject, suffix);
        Optional<Descriptor> found = place.resolve(tag);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ImageManifest.parse(place.read(found.get())));
        } catch (SyntaxException e) {
            throw new IOException("reading " + tag.familiar() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void append(
            Digest subject,
            String suffix,
            String type,
            byte[] blob,
            Map<String, String> annotations)
            throws IOException {
        Descriptor layer = place.write(type, blob).withAnnotations(annotations);
        List<Descriptor> last = List.of();
        long slowest = 0;
        for (int tried = 0; tried < MOST_TRIES; tried++) {
            long begin = System.nanoTime();
            List<Descriptor> layers =
                    new ArrayList<>(
                            tagged(subject, suffix).map(ImageManifest::layers).orElse(List.of()));
            if (!layers.contains(layer)) {
                layers.add(layer);
                write(tag(subject, suffix), layers);
            } else if (layers.equals(last)) {
                return; // nobody has written since the last look, so nobody overwrites it now
            }
            last = layers;
            slowest = Math.max(slowest, System.nanoTime() - begin);
            settle(slowest);
        }
        throw new IOException(
                "others keep writing "
                        + tag(subject, suffix).familiar()
                        + ", so that what is added gets lost; try again later");
    }

    @Override
    public void replace(Digest subject, String suffix, String type, byte[] blob)
            throws IOException {
        write(tag(subject, suffix), List.of(place.write(type, blob)));
    }

    @Override
    public boolean remove(Digest subject, String suffix) throws IOException {
        Optional<Descriptor> found = place.resolve(tag(subject, suffix));
        if (found.isPresent()) {
            // older registries delete manifests only, by their digest
            place.delete(place.name().withDigest(found.get().digest()));
        }
        return found.isPresent();
    }

    @Override
    public void remove(Descriptor referrer) throws IOException {
        place.delete(place.name().withDigest(referrer.digest()));
    }

    private void write(Reference tag, List<Descriptor> layers) throws IOException {
        Descriptor config = place.write(MediaTypes.OCI_CONFIG, AttachedManifest.config(layers));
        byte[] content = ImageManifest.of(config, layers).toJson();
        Descriptor manifest = Descriptor.of(MediaTypes.OCI_MANIFEST, content);
        place.put(manifest, content);
        place.tag(tag, manifest);
    }

    /** Waits longer than others need who read before this one wrote; not all equally long. */
    private static void settle(long slowest) throws IOException {
        long least = Math.max(slowest, LEAST_PAUSE.toNanos());
        try {
            Thread.sleep(Duration.ofNanos(2 * least + ThreadLocalRandom.current().nextLong(least)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while signing", e);
        }
    }
}
