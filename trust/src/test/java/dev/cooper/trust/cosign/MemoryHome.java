package dev.cooper.trust.cosign;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.trust.attachment.Attachments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A home in memory, whose content a test can change behind everybody's back. */
final class MemoryHome implements Attachments {
    final Map<Digest, byte[]> blobs = new HashMap<>();
    final Map<Digest, List<Descriptor>> referrers = new HashMap<>();
    final Map<String, ImageManifest> tags = new HashMap<>();

    @Override
    public Reference name() {
        return Reference.parse("registry.example/shop");
    }

    @Override
    public Optional<Descriptor> resolve(Reference image) {
        return Optional.empty();
    }

    private Descriptor put(String type, byte[] blob) {
        blobs.put(Digest.sha256(blob), blob);
        return Descriptor.of(type, blob);
    }

    @Override
    public byte[] read(Descriptor descriptor) throws IOException {
        byte[] blob = blobs.get(descriptor.digest());
        if (blob == null) {
            throw new IOException(descriptor.digest() + " is not here");
        }
        return blob;
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        return referrers.getOrDefault(subject, List.of());
    }

    @Override
    public Descriptor attach(
            Descriptor subject, String type, byte[] blob, Map<String, String> annotations) {
        return attach(subject, type, type, blob, annotations);
    }

    @Override
    public Descriptor attach(
            Descriptor subject,
            String artifactType,
            String type,
            byte[] blob,
            Map<String, String> annotations) {
        Descriptor config = put(MediaTypes.OCI_EMPTY, new byte[] {'{', '}'});
        byte[] manifest = ImageManifest.of(config, List.of(put(type, blob))).toJson();
        Descriptor written = put(MediaTypes.OCI_MANIFEST, manifest);
        referrers.computeIfAbsent(subject.digest(), _ -> new ArrayList<>()).add(written);
        return written;
    }

    @Override
    public Optional<ImageManifest> tagged(Digest subject, String suffix) {
        return Optional.ofNullable(tags.get(subject + suffix));
    }

    @Override
    public void append(
            Digest subject,
            String suffix,
            String type,
            byte[] blob,
            Map<String, String> annotations) {
        List<Descriptor> layers =
                new ArrayList<>(
                        tagged(subject, suffix).map(ImageManifest::layers).orElse(List.of()));
        layers.add(put(type, blob).withAnnotations(annotations));
        Descriptor config = put(MediaTypes.OCI_CONFIG, new byte[] {'{', '}'});
        tags.put(subject + suffix, ImageManifest.of(config, layers));
    }
}
