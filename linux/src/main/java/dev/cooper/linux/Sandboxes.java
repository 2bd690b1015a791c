package dev.cooper.linux;

import java.io.IOException;
import java.util.Optional;

/** Chooses and opens a sandbox. */
public final class Sandboxes {
    private Sandboxes() {}

    /**
     * Opens the isolation asked for, or the first of {@link Isolation} that works here.
     *
     * @throws IOException if it does not work here; the message says what is missing
     */
    public static Sandbox open(Optional<Isolation> wanted) throws IOException {
        Isolation isolation = wanted.orElse(Isolation.NAMESPACES);
        return switch (isolation) {
            case NAMESPACES -> new NamespaceSandbox();
            case OCI, CHROOT ->
                    throw new IOException("isolation " + isolation.flag() + ": not available");
        };
    }

    static Optional<String> obstacle(Isolation isolation) {
        return switch (isolation) {
            case NAMESPACES -> Optional.empty();
            case OCI, CHROOT -> Optional.of("isolation " + isolation.flag() + ": not available");
        };
    }
}
