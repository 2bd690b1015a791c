package dev.cooper.trust.log;

import dev.cooper.oci.Json;
import dev.cooper.trust.key.Verifier;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An entry of a transparency log, as bundles carry it.
 *
 * @param index in the log, over all its shards
 * @param logId by what the log is known, hexadecimal
 * @param kind what is entered, such as {@code hashedrekord}; empty when it is not said
 * @param version of the kind
 * @param integratedTime seconds since 1970 at which the log says it took the entry; 0 when it does
 *     not say
 * @param promise the log's signature over the entry and its time ("signed entry timestamp")
 * @param proof that it is in the log
 * @param body what was entered, base64
 */
public record LogEntry(
        long index,
        String logId,
        String kind,
        String version,
        long integratedTime,
        Optional<byte[]> promise,
        Optional<InclusionProof> proof,
        String body) {
    /** Returns what was entered. */
    public byte[] content() {
        return Base64.getDecoder().decode(body);
    }

    /** Returns what a promise signs: body, time, log and index, in RFC 8785's form. */
    public byte[] promised() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("body", body);
        json.put("integratedTime", integratedTime);
        json.put("logID", logId);
        json.put("logIndex", index);
        return Json.writeString(json).getBytes(StandardCharsets.UTF_8);
    }

    /** Tells whether the promise is of this log. */
    public boolean isPromisedBy(Verifier log) {
        return promise.isPresent() && log.verifies(promised(), promise.get());
    }
}
