package dev.cooper.policy.admission;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.evidence.OwnImage;
import dev.cooper.policy.evidence.Request.Use;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says whether an image may run. */
public interface ImageJudge {
    /**
     * What came out.
     *
     * @param digest what the image is to be named by from now on; empty to leave its name alone
     * @param notes what the cluster's audit log is to keep, by word
     */
    record Judgement(Decision decision, Optional<Digest> digest, Map<String, String> notes) {
        /** With nothing for the audit log. */
        public Judgement(Decision decision, Optional<Digest> digest) {
            this(decision, digest, Map.of());
        }

        /** Copies the notes. */
        public Judgement {
            notes = Map.copyOf(notes);
        }
    }

    /**
     * Judges an image.
     *
     * @param review the object that wants to use it
     * @param image as it stands there
     * @param before whether the object is meant that the review would replace
     */
    Judgement judge(AdmissionReview review, String image, Use use, boolean before);

    /** Tells whether an image that could not be judged in time is let through. */
    boolean failsOpen();

    /**
     * Finds images that stand where only policies know.
     *
     * @param before whether the object is meant that the review would replace
     * @throws SyntaxException when there are too many, or they cannot be told
     */
    default List<OwnImage> images(AdmissionReview review, boolean before) {
        return List.of();
    }
}
