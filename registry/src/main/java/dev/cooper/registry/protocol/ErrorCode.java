package dev.cooper.registry.protocol;

/**
 * The error codes of the distribution specification, and those that distribution and notary added.
 */
public enum ErrorCode {
    BLOB_UNKNOWN(404),
    BLOB_UPLOAD_INVALID(400),
    BLOB_UPLOAD_UNKNOWN(404),
    DENIED(403),
    DIGEST_INVALID(400),
    INVALID_ROLE(400),
    INVALID_UPDATE(400),
    MALFORMED_UPLOAD(400),
    MANIFEST_BLOB_UNKNOWN(400),
    MANIFEST_INVALID(400),
    MANIFEST_UNKNOWN(404),
    METADATA_NOT_FOUND(404),
    NAME_INVALID(400),
    NAME_UNKNOWN(404),
    PAGINATION_NUMBER_INVALID(400),
    RANGE_INVALID(416),
    SIZE_INVALID(400),
    TAG_INVALID(400),
    TOOMANYREQUESTS(429),
    UNAUTHORIZED(401),
    UNAVAILABLE(503),
    UNKNOWN(500),
    UNSUPPORTED(405),
    VERSION(400);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    /** The HTTP status that goes with it, unless a place says otherwise. */
    int status() {
        return status;
    }
}
