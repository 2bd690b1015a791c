package dev.cooper.trust.attachment;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.transfer.RegistryPlace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What hangs on the images of a repository of a registry. */
public final class RegistryAttachments implements Attachments {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
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
        Descriptor config = place.write(MediaTypes.OCI_EMPTY, EMPTY);
        // cosign looks at the type of the config, where older registries take it from
        Descriptor typed =
                new Descriptor(
                        config.mediaType(),
                        config.digest(),
                        config.size(),
                        Map.of(),
                        Optional.empty(),
                        Optional.of(artifactType));
        Descriptor layer = place.write(type, blob);
        ImageManifest manifest =
                new ImageManifest(
                        MediaTypes.OCI_MANIFEST,
                        typed,
                        List.of(layer),
                        annotations,
                        Optional.of(subject.plain()),
                        Optional.of(artifactType));
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

    /**
     * Stores a blob as the only layer of a manifest under one of cosign's older tags, whatever is
     * there.
     *
     * @param suffix such as {@code sbom}
     * @throws IOException when the home cannot be written
     */
    public void replace(Digest subject, String suffix, String type, byte[] blob)
            throws IOException {
        write(tag(subject, suffix), List.of(place.write(type, blob)));
    }

    /**
     * Removes one of cosign's older tags with what it points to.
     *
     * @return whether there was one
     * @throws IOException when the home cannot be written, or allows no deleting
     */
    public boolean remove(Digest subject, String suffix) throws IOException {
        Optional<Descriptor> found = place.resolve(tag(subject, suffix));
        if (found.isPresent()) {
            // older registries delete manifests only, by their digest
            place.delete(place.name().withDigest(found.get().digest()));
        }
        return found.isPresent();
    }

    /**
     * Removes a manifest that refers to another one.
     *
     * @throws IOException when the home cannot be written, or allows no deleting
     */
    public void remove(Descriptor referrer) throws IOException {
        place.delete(place.name().withDigest(referrer.digest()));
    }

    private void write(Reference tag, List<Descriptor> layers) throws IOException {
        Descriptor config = place.write(MediaTypes.OCI_CONFIG, config(layers));
        byte[] content = ImageManifest.of(config, layers).toJson();
        Descriptor manifest = Descriptor.of(MediaTypes.OCI_MANIFEST, content);
        place.put(manifest, content);
        place.tag(tag, manifest);
    }

    /** A config as images have it, for registries that want one. */
    private static byte[] config(List<Descriptor> layers) {
        Map<String, @Nullable Object> roots = new LinkedHashMap<>();
        roots.put("type", "layers");
        roots.put("diff_ids", layers.stream().map(one -> one.digest().toString()).toList());
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("architecture", "");
        config.put("os", "");
        config.put("config", Map.of());
        config.put("rootfs", roots);
        return Json.write(config);
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
