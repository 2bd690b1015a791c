package dev.cooper.transfer;

/**
 * Where a repository can be pulled from: the registry itself or a mirror.
 *
 * @param host the registry host
 * @param repository the path there
 * @param tags whether it may be asked for tags
 * @param digests whether it may be asked for digests
 */
record Source(Host host, String repository, boolean tags, boolean digests) {
    String scope() {
        return "repository:" + repository + ":pull";
    }
}
