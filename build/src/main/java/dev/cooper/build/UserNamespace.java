package dev.cooper.build;

/** How the launcher set this process up, told by {@code COOPER_NAMESPACE}. */
final class UserNamespace {
    private UserNamespace() {}

    /** Whether only one user ID exists here, so that files cannot be given to anybody else. */
    static boolean single() {
        return "single".equals(System.getenv("COOPER_NAMESPACE"));
    }
}
