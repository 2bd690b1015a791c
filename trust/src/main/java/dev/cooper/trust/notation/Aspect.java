package dev.cooper.trust.notation;

/** The five things that a trust policy decides about. */
enum Aspect {
    INTEGRITY("integrity"),
    AUTHENTICITY("authenticity"),
    TIMESTAMP("authenticTimestamp"),
    EXPIRY("expiry"),
    REVOCATION("revocation");

    private final String id;

    Aspect(String id) {
        this.id = id;
    }

    /** The word that policies use. */
    String id() {
        return id;
    }
}
