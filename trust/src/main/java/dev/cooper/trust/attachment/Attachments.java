package dev.cooper.trust.attachment;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Reference;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The home of an image and of what hangs on it, such as a repository of a registry. */
public interface Attachments {
    /** Returns registry and repository. */
    Reference name();

    /**
     * Looks an image up.
     *
     * @throws IOException when the home cannot be read
     */
    Optional<Descriptor> resolve(Reference image) throws IOException;

    /**
     * Reads a document or another small blob, verified.
     *
     * @throws IOException when it is not there, too large, or the home cannot be read
     */
    byte[] read(Descriptor descriptor) throws IOException;

    /**
     * Lists all that refers to a manifest, of whatever type: what lists say of types is not
     * reliable.
     *
     * @throws IOException when the home cannot be read
     */
    List<Descriptor> referrers(Digest subject) throws IOException;

    /**
     * Hangs a blob on a manifest, by a manifest that refers to it.
     *
     * @param subject what it is about
     * @param type of the blob, and of the artifact
     * @return where the new manifest is
     * @throws IOException when the home cannot be written
     */
    default Descriptor attach(
            Descriptor subject, String type, byte[] blob, Map<String, String> annotations)
            throws IOException {
        return attach(subject, type, type, blob, annotations);
    }

    /**
     * Hangs a blob on a manifest, by a manifest that refers to it.
     *
     * @param subject what it is about
     * @param artifactType of the new manifest
     * @param type of the blob
     * @return where the new manifest is
     * @throws IOException when the home cannot be written
     */
    Descriptor attach(
            Descriptor subject,
            String artifactType,
            String type,
            byte[] blob,
            Map<String, String> annotations)
            throws IOException;

    /**
     * Reads the manifest that cosign's older form keeps under a tag.
     *
     * @param suffix {@code sig}, {@code att} or {@code sbom}
     * @return empty when there is none
     * @throws IOException when the home cannot be read, or it is no manifest
     */
    Optional<ImageManifest> tagged(Digest subject, String suffix) throws IOException;

    /**
     * Adds a layer to the manifest that cosign's older form keeps under a tag. Others may do so at
     * the same time.
     *
     * @param suffix {@code sig} or {@code att}
     * @throws IOException when the home cannot be written, or others keep overwriting it
     */
    void append(
            Digest subject,
            String suffix,
            String type,
            byte[] blob,
            Map<String, String> annotations)
            throws IOException;

    /** Returns cosign's older tag for what hangs on a manifest. */
    default Reference tag(Digest subject, String suffix) {
        return name().withTag(subject.algorithm().id() + "-" + subject.hex() + "." + suffix);
    }
}
