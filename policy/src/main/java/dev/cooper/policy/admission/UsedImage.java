package dev.cooper.policy.admission;

import dev.cooper.policy.evidence.Request.Use;

/**
 * An image that a pod uses.
 *
 * @param list the field of the pod that it stands in
 * @param container the name of the container or volume
 * @param pointer where the text stands in the object (RFC 6901)
 * @param image as it was written
 */
record UsedImage(String list, String container, String pointer, String image) {
    /**
     * An image and what it is for: what is judged once, however many containers have it.
     *
     * @param image as it was written
     */
    record Asked(String image, Use use) {}

    /** Returns what is to be judged. */
    Asked asked() {
        for (Use use : Use.values()) {
            if (use.field().equals(list)) {
                return new Asked(image, use);
            }
        }
        return new Asked(image, Use.CONTAINER); // of a volume
    }

    /** Whether the same container had the same image before. */
    boolean isIn(Iterable<UsedImage> before) {
        for (UsedImage old : before) {
            if (old.list.equals(list)
                    && old.container.equals(container)
                    && old.image.equals(image)) {
                return true;
            }
        }
        return false;
    }
}
