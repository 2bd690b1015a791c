package dev.cooper.transfer;

import java.util.Optional;

/**
 * A place to pull from or to push to: a mirror, or the registry itself.
 *
 * @param location host, port and the path of the repository there
 * @param insecure whether plain HTTP and unverified TLS are allowed
 * @param tags whether it may be asked for tags
 * @param digests whether it may be asked for digests
 * @param containerd how to speak to it, when containerd's configuration says that
 */
record Mirror(
        String location,
        boolean insecure,
        boolean tags,
        boolean digests,
        Optional<ContainerdHost> containerd) {
    Mirror(String location, boolean insecure, boolean tags, boolean digests) {
        this(location, insecure, tags, digests, Optional.empty());
    }

    /** A place that may be asked for everything. */
    static Mirror of(String location, boolean insecure) {
        return new Mirror(location, insecure, true, true);
    }

    /** A repository at a host of containerd's. */
    static Mirror of(ContainerdHost host, String repository) {
        return new Mirror(
                HostSettings.registry(host.api().getAuthority()) + "/" + repository,
                host.isPlain() || host.unverified(),
                host.resolves(),
                host.pulls(),
                Optional.of(host));
    }
}
