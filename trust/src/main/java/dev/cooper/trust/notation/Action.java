package dev.cooper.trust.notation;

/** What a trust policy wants done about a kind of check. */
enum Action {
    /** It must hold. */
    ENFORCE,
    /** It is checked and told, but a signature passes without it. */
    LOG,
    /** It is not checked. */
    SKIP
}
