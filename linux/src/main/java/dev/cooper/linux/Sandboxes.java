package dev.cooper.linux;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses and opens a sandbox. */
public final class Sandboxes {
    private static final String NO_RIGHTS =
            "; run as root, or inside a user namespace (unshare -Ur -m) where the machine allows"
                    + " it";

    /** What was found out, because rights do not change while a process runs. */
    private static final Map<SandboxScope, Optional<String>> PROBED =
            new EnumMap<>(SandboxScope.class);

    private static boolean ociProbed;
    private static @Nullable Sandbox oci;
    private static String ociObstacle =
            "isolation oci: neither runc nor crun is installed; install one, or use isolation"
                    + " namespaces, which needs nothing";

    private Sandboxes() {}

    /**
     * Opens the isolation asked for; otherwise namespaces where they work, then chroot.
     *
     * @throws IOException if it does not work here; the message says what is missing
     */
    public static Sandbox open(Optional<Isolation> wanted) throws IOException {
        if (wanted.isPresent()) {
            Optional<String> obstacle = obstacle(wanted.get());
            if (obstacle.isPresent()) {
                throw new IOException(obstacle.get());
            }
            return sandbox(wanted.get());
        }
        List<String> obstacles = new ArrayList<>();
        for (Isolation isolation : List.of(Isolation.NAMESPACES, Isolation.CHROOT)) {
            Optional<String> obstacle = obstacle(isolation);
            if (obstacle.isEmpty()) {
                return sandbox(isolation);
            }
            obstacles.add(obstacle.get());
        }
        throw new IOException(String.join("; ", obstacles));
    }

    private static Sandbox sandbox(Isolation isolation) {
        return switch (isolation) {
            case NAMESPACES -> new NamespaceSandbox();
            case OCI -> oci().orElseThrow();
            case CHROOT ->
                    new ChrootSandbox(
                            probe(SandboxScope.MOUNTS).isEmpty()
                                    ? SandboxScope.MOUNTS
                                    : SandboxScope.ROOT);
        };
    }

    static Optional<String> obstacle(Isolation isolation) {
        return switch (isolation) {
            case NAMESPACES ->
                    probe(SandboxScope.NAMESPACES)
                            .map(reason -> "isolation namespaces: " + reason + NO_RIGHTS);
            case OCI -> oci().isPresent() ? Optional.empty() : Optional.of(ociObstacle);
            case CHROOT ->
                    probe(SandboxScope.ROOT)
                            .map(reason -> "isolation chroot: " + reason + NO_RIGHTS);
        };
    }

    /** Returns a sandbox with the first installed runtime that works. */
    private static synchronized Optional<Sandbox> oci() {
        if (ociProbed) {
            return Optional.ofNullable(oci);
        }
        List<String> obstacles = new ArrayList<>();
        for (OciRuntime runtime : OciRuntime.installed()) {
            OciSandbox sandbox = new OciSandbox(runtime);
            Optional<String> obstacle;
            try {
                obstacle = sandbox.obstacle();
            } catch (IOException e) {
                obstacle = Optional.of(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            if (obstacle.isEmpty()) {
                oci = sandbox;
                break;
            }
            obstacles.add(runtime.program() + ": " + obstacle.get());
        }
        if (oci == null && !obstacles.isEmpty()) {
            ociObstacle = "isolation oci: " + String.join("; ", obstacles);
        }
        ociProbed = true;
        return Optional.ofNullable(oci);
    }

    private static synchronized Optional<String> probe(SandboxScope scope) {
        Optional<String> known = PROBED.get(scope);
        if (known != null) {
            return known;
        }
        Optional<String> obstacle;
        try {
            obstacle = SandboxProbe.obstacle(scope);
        } catch (IOException e) {
            obstacle = Optional.of(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while trying");
        }
        PROBED.put(scope, obstacle);
        return obstacle;
    }
}
