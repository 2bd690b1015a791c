package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.FileType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * The marks of overlayfs in a layer directory: deleted names and directories that hide all below.
 */
enum OverlayMarks {
    /** The form that root uses. */
    TRUSTED("trusted.overlay."),
    /** The form for user namespaces, mount option {@code userxattr}. */
    USER("user.overlay.");

    private static final byte[] YES = {'y'};

    /** What the program fuse-overlayfs uses for itself. */
    private static final String FUSE = "user.fuseoverlayfs.";

    private final String prefix;

    OverlayMarks(String prefix) {
        this.prefix = prefix;
    }

    /** Tells whether an attribute belongs to overlayfs, of either form, and not to the image. */
    static boolean owns(String xattr) {
        return xattr.startsWith(TRUSTED.prefix)
                || xattr.startsWith(USER.prefix)
                || xattr.startsWith(FUSE);
    }

    static boolean isOpaqueInAnyForm(Directory parent, String name) throws IOException {
        return isYes(parent.xattr(name, TRUSTED.prefix + "opaque"))
                || isYes(parent.xattr(name, USER.prefix + "opaque"))
                || isYes(parent.xattr(name, FUSE + "opaque"));
    }

    private static boolean isYes(byte @Nullable [] value) {
        return value != null && value.length == 1 && value[0] == 'y';
    }

    boolean isOpaque(Directory parent, String name) throws IOException {
        return isYes(parent.xattr(name, prefix + "opaque"));
    }

    void setOpaque(Directory parent, String name) throws IOException {
        parent.setXattr(name, prefix + "opaque", YES);
    }

    /** Marks a name as deleted; ordinary users may do that too since Linux 5.8. */
    static void whiteOut(Directory parent, String name) throws IOException {
        parent.mknod(name, FileType.CHAR_DEVICE.bits(), 0, 0);
    }
}
