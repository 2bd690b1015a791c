package dev.cooper.policy.evidence;

import dev.cooper.oci.Descriptor;
import dev.cooper.trust.attachment.Attachments;

import java.io.IOException;
import java.util.List;

/** Looks at what hangs on images, for attestors of some kinds. */
public interface SignatureSource {
    /** Tells whether it can look for this kind of credential. */
    boolean knows(Attestor.Credential credential);

    /**
     * Looks at the signatures of an image.
     *
     * @param home where they are
     * @return each that hangs on it, whether it holds or not; empty when there are none
     * @throws IOException when they cannot be read
     */
    List<Signed> signatures(Attachments home, Descriptor image, Attestor attestor)
            throws IOException;

    /**
     * Looks at the statements about an image.
     *
     * @param home where they are
     * @param type the predicate's type; empty for all
     * @return each of this type that hangs on it, whether it holds or not
     * @throws IOException when they cannot be read
     */
    List<Stated> attestations(Attachments home, Descriptor image, Attestor attestor, String type)
            throws IOException;
}
