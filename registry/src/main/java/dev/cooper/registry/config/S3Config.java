package dev.cooper.registry.config;

import java.net.URI;
import java.util.Optional;

/**
 * A bucket of S3, or of something that speaks like it.
 *
 * @param bucket its name; it exists
 * @param region where it is
 * @param endpoint the address of the service; empty for Amazon's
 * @param keys who Cooper is; empty to look where Amazon's tools look
 * @param pathStyle whether the bucket is in the path of addresses instead of in the host name
 * @param root what all keys begin with; empty or with a slash at its end
 * @param encryption how objects are encrypted
 * @param verify whether the certificate of the service is verified
 * @param storageClass the storage class of objects
 * @param partSize how many bytes a part of a large upload has, at least 5 MiB
 * @param redirect whether clients fetch blobs from the service themselves
 */
public record S3Config(
        String bucket,
        String region,
        Optional<URI> endpoint,
        Optional<Keys> keys,
        boolean pathStyle,
        String root,
        Encryption encryption,
        boolean verify,
        Optional<String> storageClass,
        int partSize,
        boolean redirect) {
    /** An access key with its secret. */
    public record Keys(String access, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return access;
        }
    }

    /** Who encrypts objects in the service. */
    public sealed interface Encryption {
        /** Whatever the bucket is set to. */
        record Default() implements Encryption {}

        /** The service, with its own key. */
        record Service() implements Encryption {}

        /** The service, with a key that it manages for somebody. */
        record Managed(String keyId) implements Encryption {}
    }

    /** The place, for people. */
    public String shown() {
        return "s3://" + bucket + "/" + root + endpoint.map(uri -> " at " + uri).orElse("");
    }
}
