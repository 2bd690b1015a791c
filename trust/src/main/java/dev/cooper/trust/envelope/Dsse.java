package dev.cooper.trust.envelope;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.key.Signer;
import dev.cooper.trust.key.Verifier;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Dead Simple Signing Envelope: a payload with its type and signatures over both. */
public final class Dsse {
    /** The type of statements of in-toto. */
    public static final String IN_TOTO = "application/vnd.in-toto+json";

    private static final int MOST = 10;

    private final String payloadType;
    private final byte[] payload;
    private final List<byte[]> signatures;

    /**
     * Puts an envelope together.
     *
     * @param payloadType such as {@link #IN_TOTO}
     * @param payload the bytes that are signed
     * @param signatures over type and payload
     */
    public Dsse(String payloadType, byte[] payload, List<byte[]> signatures) {
        this.payloadType = payloadType;
        this.payload = payload.clone();
        this.signatures = List.copyOf(signatures);
    }

    /** Returns what the payload is, as the signers saw it. */
    public String payloadType() {
        return payloadType;
    }

    /** Returns the bytes that are signed. */
    public byte[] payload() {
        return payload.clone();
    }

    /** Returns the signatures over type and payload. */
    public List<byte[]> signatures() {
        return signatures;
    }

    /**
     * Signs a payload.
     *
     * @throws IOException when what keeps the key cannot be reached, or refuses
     */
    public static Dsse sign(String payloadType, byte[] payload, Signer signer) throws IOException {
        byte[] signature = signer.sign(encode(payloadType, payload));
        return new Dsse(payloadType, payload, List.of(signature));
    }

    /** Tells whether one of the signatures is of this key. */
    public boolean isSignedBy(Verifier verifier) {
        byte[] message = encode(payloadType, payload);
        return signatures.stream().anyMatch(one -> verifier.verifies(message, one));
    }

    /** Returns what is signed of a payload and its type: the "pre-authentication encoding". */
    public static byte[] encode(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(type);
        out.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /**
     * Reads a document that is an envelope.
     *
     * @throws SyntaxException when it is damaged, or has no or too many signatures
     */
    public static Dsse parse(byte[] content) {
        return fromJson(JsonObject.parse(content, "envelope"));
    }

    /**
     * Returns type and payload of what {@link #encode} made, without signatures; empty when it made
     * something else.
     */
    public static Optional<Dsse> decode(byte[] encoded) {
        String text = new String(encoded, StandardCharsets.ISO_8859_1);
        String[] words = text.split(" ", 3);
        if (words.length < 3 || !words[0].equals("DSSEv1")) {
            return Optional.empty();
        }
        try {
            int type = Integer.parseInt(words[1]);
            int start = words[0].length() + words[1].length() + 2;
            int length = text.indexOf(' ', start + type + 1);
            Dsse found =
                    new Dsse(
                            new String(encoded, start, type, StandardCharsets.UTF_8),
                            Arrays.copyOfRange(encoded, length + 1, encoded.length),
                            List.of());
            return Arrays.equals(encode(found.payloadType, found.payload), encoded)
                    ? Optional.of(found)
                    : Optional.empty();
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads an envelope out of a document.
     *
     * @throws SyntaxException when it is damaged, or has no or too many signatures
     */
    public static Dsse fromJson(JsonObject json) {
        List<byte[]> signatures = new ArrayList<>();
        for (JsonObject one : json.objects("signatures")) {
            signatures.add(bytes(one, "sig"));
        }
        if (signatures.isEmpty() || signatures.size() > MOST) {
            throw new SyntaxException(
                    json.where()
                            + ": an envelope has 1 to "
                            + MOST
                            + " signatures, this one "
                            + signatures.size());
        }
        return new Dsse(json.string("payloadType"), bytes(json, "payload"), signatures);
    }

    /** Reads base64 of either alphabet. */
    private static byte[] bytes(JsonObject json, String name) {
        String text = json.string(name);
        try {
            return text.indexOf('-') >= 0 || text.indexOf('_') >= 0
                    ? Base64.getUrlDecoder().decode(text)
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(json.where() + ": " + name + " is no base64", e);
        }
    }

    /** Returns the members in the order they are written. */
    public Map<String, Object> toMap() {
        Base64.Encoder base64 = Base64.getEncoder();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("payload", base64.encodeToString(payload));
        json.put("payloadType", payloadType);
        json.put(
                "signatures",
                signatures.stream()
                        .map(one -> (Object) Map.of("sig", base64.encodeToString(one)))
                        .toList());
        return json;
    }

    /** Returns the envelope as a document. */
    public byte[] toJson() {
        return Json.write(toMap());
    }
}
