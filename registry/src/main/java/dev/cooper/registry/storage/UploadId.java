package dev.cooper.registry.storage;

import dev.cooper.oci.Digest;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Names;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The names of uploads: random, and ended by a mark that ties them to their repository. */
final class UploadId {
    private static final int LENGTH = 32 + 1 + 16;

    private UploadId() {}

    static String make(String repository) {
        return UUID.randomUUID().toString().replace("-", "") + "-" + mark(repository);
    }

    /**
     * Refuses what cannot be an upload of this repository.
     *
     * @throws ApiException as if it were not there
     */
    static void check(String id, String repository) {
        if (!isId(id) || !id.endsWith("-" + mark(repository))) {
            throw unknown(id);
        }
    }

    static ApiException unknown(String id) {
        return new ApiException(
                ErrorCode.BLOB_UPLOAD_UNKNOWN,
                "no upload " + Names.excerpt(id) + " is open in this repository; start a new one");
    }

    private static boolean isId(String id) {
        if (id.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = id.charAt(i);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (i == 32 ? c != '-' : !hex) {
                return false;
            }
        }
        return true;
    }

    private static String mark(String repository) {
        return Digest.sha256(repository.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }
}
