package dev.cooper.trust.attachment;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The manifests of what is attached, as cosign writes them. */
final class AttachedManifest {
    static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    private AttachedManifest() {}

    /** The manifest of a blob that refers to an image. */
    static ImageManifest referrer(
            Descriptor subject,
            String artifactType,
            Descriptor blob,
            Map<String, String> annotations) {
        Descriptor config = Descriptor.of(MediaTypes.OCI_EMPTY, EMPTY);
        // cosign looks at the type of the config, where older registries take it from
        Descriptor typed =
                new Descriptor(
                        config.mediaType(),
                        config.digest(),
                        config.size(),
                        Map.of(),
                        Optional.empty(),
                        Optional.of(artifactType));
        return new ImageManifest(
                MediaTypes.OCI_MANIFEST,
                typed,
                List.of(blob),
                annotations,
                Optional.of(subject.plain()),
                Optional.of(artifactType));
    }

    /** A config as images have it, for registries that want one. */
    static byte[] config(List<Descriptor> layers) {
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
}
