package dev.cooper.policy.evidence;

import java.time.Instant;

/**
 * What is asked of a policy, beside the facts of the image.
 *
 * @param gate where
 * @param image as the user, or the workload, calls it
 * @param use which of the workload's containers it is for
 * @param workload what is to run; a pod of nothing but the image where there is no cluster
 * @param now when
 */
public record Request(Gate gate, String image, Use use, Workload workload, Instant now) {
    /** What a container is for. */
    public enum Use {
        /** An ordinary container. */
        CONTAINER("containers"),
        /** It runs before the others. */
        INIT_CONTAINER("initContainers"),
        /** It joins a running pod. */
        EPHEMERAL_CONTAINER("ephemeralContainers");

        private final String field;

        Use(String field) {
            this.field = field;
        }

        /** Returns the field of a pod with these containers. */
        public String field() {
            return field;
        }
    }

    /** Asks about an image alone. */
    public static Request of(Gate gate, String image, Instant now) {
        return new Request(gate, image, Use.CONTAINER, Workload.ofImage(image), now);
    }
}
