package dev.cooper.trust.notation;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.attachment.Attachments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A signature where it is stored.
 *
 * @param manifest that holds it
 * @param blob the envelope
 * @param format of the envelope
 */
record Stored(Descriptor manifest, Descriptor blob, Format format) {
    /** The type of manifests that hold signatures. */
    static final String TYPE = "application/vnd.cncf.notary.signature";

    private static final int MOST_REFERRERS = 1000;

    /** Finds what may be signatures on an artifact, in the order of the list. */
    static List<Stored> of(Attachments home, Descriptor artifact) throws IOException {
        List<Descriptor> all = home.referrers(artifact.digest());
        if (all.size() > MOST_REFERRERS) {
            throw new IOException(
                    all.size() + " manifests refer to the artifact, at most " + MOST_REFERRERS);
        }
        List<Stored> found = new ArrayList<>();
        for (Descriptor one : all) {
            // Lists may say nothing of the type, but what they say is of another kind is not ours.
            if (one.artifactType().isEmpty() || one.artifactType().get().equals(TYPE)) {
                read(home, one, artifact).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<Stored> read(Attachments home, Descriptor one, Descriptor artifact)
            throws IOException {
        ImageManifest manifest;
        try {
            manifest = ImageManifest.parse(home.read(one));
        } catch (SyntaxException e) {
            return Optional.empty(); // an index, or something of another time
        }
        boolean ours = manifest.artifactType().orElse(manifest.config().mediaType()).equals(TYPE);
        boolean about =
                manifest.subject()
                        .filter(subject -> subject.digest().equals(artifact.digest()))
                        .isPresent();
        if (!ours || !about || manifest.layers().size() != 1) {
            return Optional.empty();
        }
        Descriptor blob = manifest.layers().getFirst();
        return Format.of(blob.mediaType()).map(format -> new Stored(one, blob, format));
    }

    /**
     * Reads the envelope.
     *
     * @throws SyntaxException when it is none
     */
    Envelope envelope(Attachments home) throws IOException {
        if (blob.size() > Envelope.MOST_BYTES) {
            throw new SyntaxException(
                    "the envelope has " + blob.size() + " bytes, at most " + Envelope.MOST_BYTES);
        }
        return Envelope.parse(format, home.read(blob));
    }
}
