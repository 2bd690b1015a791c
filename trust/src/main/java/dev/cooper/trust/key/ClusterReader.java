package dev.cooper.trust.key;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Reads what stands in a cluster, as the server of it answers. */
public final class ClusterReader {
    private static final int GONE = 404;

    private final KeyServer server;

    private ClusterReader(KeyServer server) {
        this.server = server;
    }

    /**
     * Finds the cluster: of the current context of KUBECONFIG, else the one that this runs in.
     *
     * @param environment the variables of the process
     * @throws SyntaxException when no cluster is known
     * @throws IOException when the configuration cannot be read
     */
    public static ClusterReader of(Map<String, String> environment) throws IOException {
        return new ClusterReader(Kubeconfig.server(environment));
    }

    /**
     * Reads an object, or a list.
     *
     * @param path such as {@code /api/v1/namespaces/default}
     * @return by member; empty when it is not there
     * @throws IOException when that cannot be told
     */
    public Optional<Map<String, @Nullable Object>> get(String path) throws IOException {
        if (!path.startsWith("/api/") && !path.startsWith("/apis/")) {
            throw new IOException(path + ": want a path that begins with /api/ or /apis/");
        }
        try {
            return Optional.of(server.get(path).members());
        } catch (KeyServer.RefusedException e) {
            if (e.status() == GONE) {
                return Optional.empty();
            }
            throw e;
        } catch (IllegalArgumentException e) {
            throw new IOException(path + " is no path: " + e.getMessage(), e);
        }
    }
}
