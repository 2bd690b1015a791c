package dev.cooper.trust.attachment;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;

import java.io.IOException;

/** A home from which things are taken away, too. */
public interface WritableAttachments extends Attachments {
    /**
     * Stores a blob as the only layer of a manifest under one of cosign's older tags, whatever is
     * there.
     *
     * @param suffix such as {@code sbom}
     * @throws IOException when the home cannot be written
     */
    void replace(Digest subject, String suffix, String type, byte[] blob) throws IOException;

    /**
     * Removes one of cosign's older tags with what it points to.
     *
     * @return whether there was one
     * @throws IOException when the home cannot be written, or allows no deleting
     */
    boolean remove(Digest subject, String suffix) throws IOException;

    /**
     * Removes a manifest that refers to another one.
     *
     * @throws IOException when the home cannot be written, or allows no deleting
     */
    void remove(Descriptor referrer) throws IOException;
}
