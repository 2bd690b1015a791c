package dev.cooper.trust.keyless;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.log.LogEntry;

import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A transparency log: the API of Rekor, version 2. It proves that an entry is in it but not when it
 * came, and knows hashes alone: of an envelope that of what its signature is over.
 */
final class TiledRekor implements Log {
    private static final int MOST = 1 << 20;

    private final Web web;
    private final String address;

    TiledRekor(Web web, String address) {
        this.web = web;
        this.address = address + (address.endsWith("/") ? "" : "/") + "api/v2/log/entries";
    }

    @Override
    public LogEntry enter(Dsse envelope, Shown shown) throws IOException {
        return enter(
                Dsse.encode(envelope.payloadType(), envelope.payload()),
                envelope.signatures().getFirst(),
                shown);
    }

    @Override
    public LogEntry enter(byte[] message, byte[] signature, Shown shown) throws IOException {
        String digest = base64(shown.algorithm().hash(message));
        Map<String, Object> signed = new LinkedHashMap<>();
        signed.put("content", base64(signature));
        signed.put("verifier", shown.verifier());
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("digest", digest);
        request.put("signature", signed);
        byte[] answer =
                web.post(
                        address,
                        "application/json",
                        Json.write(Map.of("hashedRekordRequestV002", request)),
                        MOST);
        try {
            return entry(answer, digest, base64(signature));
        } catch (SyntaxException e) {
            throw new IOException(address + " gave no entry: " + e.getMessage(), e);
        }
    }

    private static LogEntry entry(byte[] answer, String digest, String signature) {
        LogEntry entry = Bundle.logEntry(JsonObject.parse(answer, "answer"));
        if (!entry.kind().equals("hashedrekord") || !entry.version().equals("0.0.2")) {
            throw new SyntaxException(
                    "it is a "
                            + entry.kind()
                            + " "
                            + entry.version()
                            + ", want hashedrekord 0.0.2");
        }
        if (entry.proof().filter(proof -> !proof.checkpoint().isEmpty()).isEmpty()) {
            throw new SyntaxException("nothing proves that it is in the log");
        }
        JsonObject body =
                JsonObject.parse(entry.content(), "entry")
                        .object("spec")
                        .object("hashedRekordV002");
        if (!body.object("data").string("digest").equals(digest)
                || !body.object("signature").string("content").equals(signature)) {
            throw new SyntaxException("it is about another signature");
        }
        return entry;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
