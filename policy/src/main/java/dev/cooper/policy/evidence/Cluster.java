package dev.cooper.policy.evidence;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/** What policies look up in a cluster beside what they are asked about. */
public interface Cluster {
    /** Where there is no cluster: nothing can be looked up, which is not the same as not there. */
    Cluster NONE =
            path -> {
                throw new IOException(
                        path + " is to be looked up in a cluster, and none is known here");
            };

    /**
     * Reads an object, or a list of them, as the cluster's server answers a GET.
     *
     * @param path such as {@code /api/v1/namespaces/default/configmaps/keys}
     * @return as {@link dev.cooper.oci.Json#parse(byte[])} returns it; empty when it is not there
     * @throws IOException when that cannot be told
     */
    Optional<? extends @Nullable Object> get(String path) throws IOException;
}
