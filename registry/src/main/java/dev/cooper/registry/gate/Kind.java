package dev.cooper.registry.gate;

import dev.cooper.archive.Compression;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.storage.StoredManifest;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/**
 * What a manifest is to somebody who would run it. That it refers to something, or calls its layers
 * signatures, does not make it harmless: what could be unpacked and run is an image.
 */
enum Kind {
    /** Several manifests. */
    INDEX,
    /** It can be run. */
    IMAGE,
    /** A signature, a statement, a chart, or what else nothing runs. */
    ARTIFACT;

    /** What programs take for the config of an image, also where older ones wrote no type. */
    private static final Set<String> CONFIGS =
            Set.of(
                    MediaTypes.OCI_CONFIG,
                    MediaTypes.DOCKER_CONFIG,
                    "application/octet-stream",
                    "application/json",
                    "text/html",
                    "");

    /** With what the types of layers begin that cosign and builders hang on images. */
    private static final List<String> ATTACHED =
            List.of(
                    "application/vnd.dev.cosign.",
                    "application/vnd.dev.sigstore.",
                    "application/vnd.dsse.envelope",
                    "application/vnd.in-toto",
                    "application/vnd.cyclonedx",
                    "application/vnd.syft",
                    "application/spdx",
                    "spdx+json",
                    "text/spdx");

    private static final int BLOCK = 512;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_END = 156;

    /** Finds it out; in doubt it is an image. */
    static Kind of(StoredManifest manifest, String repository, Content content) throws IOException {
        String type = manifest.mediaType();
        if (MediaTypes.isIndex(type)) {
            return INDEX;
        }
        if (!MediaTypes.isManifest(type)) {
            // the manifests of Docker's first schema
            return type.startsWith("application/vnd.docker.distribution.manifest.v1")
                    ? IMAGE
                    : ARTIFACT;
        }
        ImageManifest image;
        try {
            image = ImageManifest.parse(manifest.content());
        } catch (SyntaxException e) {
            return IMAGE;
        }
        if (!CONFIGS.contains(image.config().mediaType())) {
            return ARTIFACT;
        }
        if (image.layers().isEmpty()) {
            return IMAGE;
        }
        for (Descriptor layer : image.layers()) {
            if (!isAttached(layer.mediaType()) || canBeUnpacked(layer, repository, content)) {
                return IMAGE;
            }
        }
        return ARTIFACT;
    }

    private static boolean isAttached(String type) {
        return ATTACHED.stream().anyMatch(type::startsWith);
    }

    private static boolean canBeUnpacked(Descriptor layer, String repository, Content content)
            throws IOException {
        byte[] head;
        try (InputStream in = content.open(repository, layer.digest())) {
            head = in.readNBytes(BLOCK);
        }
        return head.length == 0
                || Compression.detect(head) != Compression.NONE
                || (head.length == BLOCK && isTarHeader(head));
    }

    /** A tar begins with a header that its checksum fits, or it is empty and begins with zeros. */
    static boolean isTarHeader(byte[] block) {
        int unsigned = 0;
        int signed = 0;
        boolean zero = true;
        for (int at = 0; at < BLOCK; at++) {
            zero &= block[at] == 0;
            boolean own = at >= CHECKSUM && at < CHECKSUM_END;
            unsigned += own ? ' ' : block[at] & 0xff;
            signed += own ? ' ' : block[at];
        }
        int written = 0;
        for (int at = CHECKSUM; at < CHECKSUM_END; at++) {
            if (block[at] >= '0' && block[at] <= '7') {
                written = written * 8 + (block[at] - '0');
            }
        }
        return zero || written == unsigned || written == signed;
    }
}
