package dev.cooper.policy.evidence;

import dev.cooper.policy.decision.Decision;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A policy of whatever language. */
public interface Policy {
    /** Returns its name, as messages call it. */
    String name();

    /**
     * Decides on one image. Never throws for what is wrong with the image or cannot be read: that
     * is {@link Decision.Outcome#DENY} or {@link Decision.Outcome#ERROR}.
     *
     * @param facts of the image; looked up only as far as the policy needs them
     */
    Decision decide(Facts facts, Request request);

    /**
     * Tells whether the workload is to name this image by its digest from now on.
     *
     * @return false when the policy is not about the image
     */
    default boolean pins(Request request) {
        return false;
    }

    /** Tells whether an {@linkplain Decision.Outcome#ERROR error} lets the image through. */
    default boolean failsOpen() {
        return false;
    }

    /** Finds images in an object that has no pods in it; only the policy knows where they are. */
    default List<OwnImage> images(Workload workload, Instant now) {
        return List.of();
    }

    /** Says what a cluster's audit log is to keep of a request beside the decision, by word. */
    default Map<String, String> notes(Facts facts, Request request) {
        return Map.of();
    }
}
