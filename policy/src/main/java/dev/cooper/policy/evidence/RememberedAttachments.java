package dev.cooper.policy.evidence;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Reference;
import dev.cooper.trust.attachment.Attachments;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A home of which nothing is read twice, as several attestors look at the same signatures. Of long
 * documents only so much is kept that many images can be.
 */
final class RememberedAttachments implements Attachments {
    private static final int MOST_BYTES = 1 << 20;

    private final Attachments home;
    private final Map<Digest, byte[]> documents = new HashMap<>();
    private final Map<Digest, Lazy<List<Descriptor>>> referrers = new HashMap<>();
    private final Map<Map.Entry<Digest, String>, Lazy<Optional<ImageManifest>>> tagged =
            new HashMap<>();
    private int bytes;

    RememberedAttachments(Attachments home) {
        this.home = home;
    }

    @Override
    public Reference name() {
        return home.name();
    }

    @Override
    public Optional<Descriptor> resolve(Reference image) throws IOException {
        return home.resolve(image);
    }

    @Override
    public byte[] read(Descriptor descriptor) throws IOException {
        synchronized (documents) {
            byte[] known = documents.get(descriptor.digest());
            if (known != null && known.length == descriptor.size()) {
                return known.clone();
            }
        }
        byte[] read = home.read(descriptor);
        synchronized (documents) {
            if (bytes + read.length <= MOST_BYTES) {
                byte[] before = documents.put(descriptor.digest(), read.clone());
                bytes += before == null ? read.length : 0;
            }
        }
        return read;
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException {
        Lazy<List<Descriptor>> found;
        synchronized (referrers) {
            found =
                    referrers.computeIfAbsent(
                            subject, one -> new Lazy<>(() -> home.referrers(one)));
        }
        return found.get();
    }

    @Override
    public Optional<ImageManifest> tagged(Digest subject, String suffix) throws IOException {
        Lazy<Optional<ImageManifest>> found;
        synchronized (tagged) {
            found =
                    tagged.computeIfAbsent(
                            Map.entry(subject, suffix),
                            _ -> new Lazy<>(() -> home.tagged(subject, suffix)));
        }
        return found.get();
    }

    @Override
    public Descriptor attach(
            Descriptor subject,
            String artifactType,
            String type,
            byte[] blob,
            Map<String, String> annotations)
            throws IOException {
        return home.attach(subject, artifactType, type, blob, annotations);
    }

    @Override
    public void append(
            Digest subject,
            String suffix,
            String type,
            byte[] blob,
            Map<String, String> annotations)
            throws IOException {
        home.append(subject, suffix, type, blob, annotations);
    }
}
