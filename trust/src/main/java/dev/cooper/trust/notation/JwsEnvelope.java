package dev.cooper.trust.notation;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Envelopes as flattened JSON Web Signatures. */
final class JwsEnvelope {
    private static final Set<String> STANDARD = Set.of("alg", "cty", "crit");
    private static final Set<String> UNDERSTOOD =
            Set.of(
                    Header.SCHEME,
                    Header.SIGNING_TIME,
                    Header.AUTHENTIC_TIME,
                    Header.EXPIRY,
                    Header.PLUGIN,
                    Header.PLUGIN_VERSION);

    private JwsEnvelope() {}

    static Envelope parse(byte[] content) {
        JsonObject whole = JsonObject.parse(content, "envelope");
        String signed = whole.string("protected");
        String payload = whole.string("payload");
        JsonObject open = whole.object("header");
        return new Envelope(
                Format.JWS,
                header(JsonObject.parse(url(signed, "protected"), "protected header")),
                url(payload, "payload"),
                (signed + "." + payload).getBytes(StandardCharsets.US_ASCII),
                url(whole.string("signature"), "signature"),
                Envelope.chain(open.strings("x5c").stream().map(JwsEnvelope::standard).toList()),
                open.optionalString(Header.TIMESTAMP).map(JwsEnvelope::standard),
                open.optionalString(Header.AGENT));
    }

    private static Header header(JsonObject json) {
        Set<String> names = new TreeSet<>(json.names());
        List<String> critical = json.strings("crit");
        if (critical.stream().anyMatch(STANDARD::contains)) {
            throw new SyntaxException("crit names a header that every reader knows");
        }
        // What is signed and not marked may be passed over, but not what looks like ours.
        for (String name : names) {
            if (name.startsWith(Header.PREFIX)
                    && !UNDERSTOOD.contains(name)
                    && !critical.contains(name)) {
                throw new SyntaxException("unknown header " + name);
            }
        }
        names.removeAll(STANDARD);
        return new Header(
                        Algorithm.ofJws(json.string("alg")),
                        json.string("cty"),
                        json.string(Header.SCHEME),
                        time(json, Header.SIGNING_TIME),
                        time(json, Header.AUTHENTIC_TIME),
                        time(json, Header.EXPIRY),
                        json.optionalString(Header.PLUGIN),
                        Header.unknown(critical))
                .checked(critical, names);
    }

    private static Optional<Instant> time(JsonObject json, String name) {
        try {
            return json.optionalString(name).map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            throw new SyntaxException(name + " is no time: " + json.string(name), e);
        }
    }

    private static byte[] url(String text, String what) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("the " + what + " is no base64url", e);
        }
    }

    private static byte[] standard(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("the header of the envelope is no base64", e);
        }
    }

    private static String url(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }

    /** The protected header, and the payload after it: what is to be signed. */
    static byte[] signed(Header header, byte[] payload) {
        return (url(encoded(header)) + "." + url(payload)).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] encoded(Header header) {
        Map<String, @Nullable Object> json = new TreeMap<>();
        json.put("alg", header.algorithm().jws());
        json.put("cty", header.contentType());
        json.put("crit", header.critical());
        json.put(Header.SCHEME, header.scheme());
        header.signingTime().ifPresent(time -> json.put(Header.SIGNING_TIME, time.toString()));
        header.authenticTime().ifPresent(time -> json.put(Header.AUTHENTIC_TIME, time.toString()));
        header.expiry().ifPresent(time -> json.put(Header.EXPIRY, time.toString()));
        return Json.write(json);
    }

    static byte[] write(Envelope envelope) {
        Map<String, @Nullable Object> open = new LinkedHashMap<>();
        open.put(
                "x5c",
                envelope.chain().stream()
                        .map(one -> Base64.getEncoder().encodeToString(Envelope.encoded(one)))
                        .toList());
        envelope.timestamp()
                .ifPresent(token ->
                        open.put(Header.TIMESTAMP, Base64.getEncoder().encodeToString(token)));
        envelope.agent().ifPresent(agent -> open.put(Header.AGENT, agent));
        String signed = new String(envelope.signed(), StandardCharsets.US_ASCII);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("payload", signed.substring(signed.indexOf('.') + 1));
        json.put("protected", signed.substring(0, signed.indexOf('.')));
        json.put("header", open);
        json.put("signature", url(envelope.signature()));
        return Json.write(json);
    }
}
