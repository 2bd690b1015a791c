package dev.cooper.linux;

import dev.cooper.oci.SyntaxException;

import java.util.Locale;
import java.util.Optional;

/** The ways to keep a step apart from the host, best first. */
public enum Isolation {
    /** Cooper's own sandbox on kernel namespaces; needs nothing installed. */
    NAMESPACES,
    /** runc or crun. */
    OCI,
    /** A changed root directory only, for places where namespaces are refused. */
    CHROOT;

    /** Returns the name in {@code --isolation}, for example {@code namespaces}. */
    public String flag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses the value of {@code --isolation}. */
    public static Isolation parse(String flag) {
        for (Isolation isolation : values()) {
            if (isolation.flag().equals(flag)) {
                return isolation;
            }
        }
        throw new SyntaxException("isolation \"" + flag + "\": want namespaces, oci or chroot");
    }

    /** Returns why this isolation does not work here in one sentence; empty when it works. */
    public Optional<String> obstacle() {
        return Sandboxes.obstacle(this);
    }
}
