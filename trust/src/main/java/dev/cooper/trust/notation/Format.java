package dev.cooper.trust.notation;

import java.util.Arrays;
import java.util.Optional;

/** The two forms of envelopes. */
public enum Format {
    /** JSON Web Signature, flattened. */
    JWS("jws", "application/jose+json"),
    /** COSE_Sign1. */
    COSE("cose", "application/cose");

    private final String id;
    private final String mediaType;

    Format(String id, String mediaType) {
        this.id = id;
        this.mediaType = mediaType;
    }

    /** Returns notation's word for it. */
    public String id() {
        return id;
    }

    /** Returns the type of the blob that holds the envelope. */
    public String mediaType() {
        return mediaType;
    }

    /** Finds a form by the type of the blob; empty when no envelope is of that type. */
    static Optional<Format> of(String mediaType) {
        return Arrays.stream(values()).filter(one -> one.mediaType.equals(mediaType)).findFirst();
    }
}
