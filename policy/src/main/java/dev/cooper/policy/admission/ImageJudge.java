package dev.cooper.policy.admission;

import dev.cooper.oci.Digest;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.evidence.Request.Use;

import java.util.Optional;

/** Says whether an image may run. */
public interface ImageJudge {
    /**
     * What came out.
     *
     * @param digest what the image is to be named by from now on; empty to leave its name alone
     */
    record Judgement(Decision decision, Optional<Digest> digest) {}

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
}
