package dev.cooper.cli;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.evidence.Cluster;
import dev.cooper.trust.key.ClusterReader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The cluster that KUBECONFIG names, or the one that this runs in. */
final class LiveCluster implements Cluster {
    /** Logins of accounts within a cluster are renewed, and read again then. */
    private static final long OLDEST = 60_000_000_000L;

    private final Map<String, String> environment;
    private final LongSupplier nanos;
    private @Nullable ClusterReader reader;
    private long since;

    LiveCluster(Map<String, String> environment, LongSupplier nanos) {
        this.environment = environment;
        this.nanos = nanos;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> get(String path) throws IOException {
        try {
            return reader().get(path);
        } catch (SyntaxException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private synchronized ClusterReader reader() throws IOException {
        long now = nanos.getAsLong();
        ClusterReader known = reader;
        if (known == null || now - since > OLDEST) {
            known = ClusterReader.of(environment);
            reader = known;
            since = now;
        }
        return known;
    }
}
