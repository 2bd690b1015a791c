package dev.cooper.trust.notation;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.trust.attachment.Attachments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A home in memory; what hangs on one artifact can be hung on another by who attacks. */
final class MemoryHome implements Attachments {
    private final Map<Digest, byte[]> blobs = new HashMap<>();
    private final Map<Digest, List<Descriptor>> referrers = new HashMap<>();

    @Override
    public Reference name() {
        return Reference.parse("registry.example/shop");
    }

    @Override
    public Optional<Descriptor> resolve(Reference image) {
        return Optional.empty();
    }

    Descriptor put(String type, byte[] blob) {
        blobs.put(Digest.sha256(blob), blob);
        return Descriptor.of(type, blob);
    }

    /** A manifest of its own for each word. */
    Descriptor image(String word) {
        Descriptor config = put(MediaTypes.OCI_EMPTY, "{}".getBytes(StandardCharsets.UTF_8));
        return put(
                MediaTypes.OCI_MANIFEST,
                ImageManifest.of(config, List.of()).withAnnotations(Map.of("word", word)).toJson());
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
            Descriptor subject,
            String artifactType,
            String type,
            byte[] blob,
            Map<String, String> annotations) {
        ImageManifest manifest =
                new ImageManifest(
                        MediaTypes.OCI_MANIFEST,
                        put(MediaTypes.OCI_EMPTY, "{}".getBytes(StandardCharsets.UTF_8)),
                        List.of(put(type, blob)),
                        annotations,
                        Optional.of(subject),
                        Optional.of(artifactType));
        Descriptor written = put(MediaTypes.OCI_MANIFEST, manifest.toJson());
        referrers.computeIfAbsent(subject.digest(), _ -> new ArrayList<>()).add(written);
        return written;
    }

    @Override
    public Optional<ImageManifest> tagged(Digest subject, String suffix) {
        return Optional.empty();
    }

    @Override
    public void append(
            Digest subject,
            String suffix,
            String type,
            byte[] blob,
            Map<String, String> annotations)
            throws IOException {
        throw new IOException("this home has no tags");
    }
}
