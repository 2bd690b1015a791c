package dev.cooper.linux;

/** Resolves the user of a step with the image's own /etc/passwd and /etc/group. */
public final class Users {
    private Users() {}
}
