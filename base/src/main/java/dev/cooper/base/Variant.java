package dev.cooper.base;

import dev.cooper.oci.SyntaxException;

/** What kind of base image to make. */
public enum Variant {
    /** Every package of priority "required", and apt: a small Debian that can grow. */
    MINBASE("minbase"),
    /** The named packages and what they need to run: no shell, no package manager. */
    DISTROLESS("distroless");

    private final String id;

    Variant(String id) {
        this.id = id;
    }

    /** Returns the name as it is written on the command line. */
    public String id() {
        return id;
    }

    /**
     * Finds a variant by its name.
     *
     * @param id {@code minbase} or {@code distroless}
     * @throws SyntaxException when there is no such variant
     */
    public static Variant parse(String id) {
        for (Variant variant : values()) {
            if (variant.id.equals(id)) {
                return variant;
            }
        }
        throw new SyntaxException("unknown variant \"" + id + "\": want minbase or distroless");
    }
}
