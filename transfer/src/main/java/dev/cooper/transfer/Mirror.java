package dev.cooper.transfer;

/**
 * Another place to pull from.
 *
 * @param location host, port and perhaps a path
 * @param insecure whether plain HTTP and unverified TLS are allowed
 * @param tags whether it may be asked for tags
 * @param digests whether it may be asked for digests
 */
record Mirror(String location, boolean insecure, boolean tags, boolean digests) {
    /** A place that may be asked for everything. */
    static Mirror of(String location, boolean insecure) {
        return new Mirror(location, insecure, true, true);
    }
}
