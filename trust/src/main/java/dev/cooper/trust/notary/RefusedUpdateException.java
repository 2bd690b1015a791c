package dev.cooper.trust.notary;

/** An update that a server must not take. */
public final class RefusedUpdateException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean old;
    private final String part;

    RefusedUpdateException(String part, String message) {
        this(false, part, message);
    }

    RefusedUpdateException(boolean old, String part, String message) {
        super(message);
        this.old = old;
        this.part = part;
    }

    /** Whether somebody else has published in the meantime. */
    public boolean isOld() {
        return old;
    }

    /** Which part of the update it is about, in notary's words such as {@code ErrBadTargets}. */
    public String part() {
        return part;
    }

    /** Why, in a sentence. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
