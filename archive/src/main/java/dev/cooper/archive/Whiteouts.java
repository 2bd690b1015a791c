package dev.cooper.archive;

/**
 * The names by which a layer tar says that something of the layers below is gone (OCI image-spec,
 * layer.md, "Whiteouts").
 */
public final class Whiteouts {
    /** Starts the name of an empty file that hides its sibling of the same name without it. */
    public static final String PREFIX = ".wh.";

    /** The name of an empty file that hides everything the layers below have in its directory. */
    public static final String OPAQUE = ".wh..wh..opq";

    private Whiteouts() {}

    /** Whether a file name (one component) is a whiteout of either kind. */
    public static boolean isWhiteout(String name) {
        return name.startsWith(PREFIX);
    }

    /** The name of the whiteout that hides {@code name} (one component). */
    public static String of(String name) {
        return PREFIX + name;
    }

    /** The name that a whiteout other than {@link #OPAQUE} hides (one component). */
    public static String hidden(String whiteout) {
        return whiteout.substring(PREFIX.length());
    }
}
