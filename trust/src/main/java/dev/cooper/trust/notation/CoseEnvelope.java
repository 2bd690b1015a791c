package dev.cooper.trust.notation;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Envelopes as COSE_Sign1 (RFC 9052), with the chain of certificates of RFC 9360. */
final class CoseEnvelope {
    private static final long SIGN1 = 18;
    private static final long TIME = 1;
    private static final Long ALGORITHM = 1L;
    private static final Long CRITICAL = 2L;
    private static final Long CONTENT_TYPE = 3L;
    private static final Long CHAIN = 33L;

    private CoseEnvelope() {}

    static Envelope parse(byte[] content) {
        Object value = Cbor.parse(content);
        if (!(value instanceof Cbor.Tagged tagged)
                || tagged.tag() != SIGN1
                || !(tagged.value() instanceof List<?> parts)
                || parts.size() != 4
                || !(parts.get(0) instanceof byte[] signed)
                || !(parts.get(1) instanceof Map<?, ?> open)
                || !(parts.get(2) instanceof byte[] payload)
                || !(parts.get(3) instanceof byte[] signature)) {
            throw new SyntaxException("the envelope is no COSE_Sign1");
        }
        if (!(Cbor.parse(signed) instanceof Map<?, ?> fields)) {
            throw new SyntaxException("the protected header is no map");
        }
        for (Object key : fields.keySet()) {
            if (open.containsKey(key)) {
                throw new SyntaxException("the header " + key + " is there twice");
            }
        }
        return new Envelope(
                Format.COSE,
                header(fields),
                payload,
                structure(signed, payload),
                signature,
                Envelope.chain(certificates(open.get(CHAIN))),
                optional(open, Header.TIMESTAMP, byte[].class),
                optional(open, Header.AGENT, String.class));
    }

    private static Header header(Map<?, ?> fields) {
        List<String> critical = critical(fields.get(CRITICAL));
        Set<String> present = new TreeSet<>();
        fields.keySet().forEach(key -> present.add(key.toString()));
        for (String name : present) {
            if (name.startsWith(Header.PREFIX)
                    && !Header.unknown(List.of(name)).isEmpty()
                    && !critical.contains(name)) {
                throw new SyntaxException("unknown header " + name);
            }
        }
        if (!(fields.get(ALGORITHM) instanceof Long algorithm)) {
            throw new SyntaxException("the algorithm is missing");
        }
        if (!(fields.get(CONTENT_TYPE) instanceof String type)) {
            throw new SyntaxException("the type of the payload is missing");
        }
        return new Header(
                        Algorithm.ofCose(algorithm),
                        type,
                        optional(fields, Header.SCHEME, String.class)
                                .orElseThrow(
                                        () -> new SyntaxException("the signing scheme is missing")),
                        time(fields, Header.SIGNING_TIME),
                        time(fields, Header.AUTHENTIC_TIME),
                        time(fields, Header.EXPIRY),
                        optional(fields, Header.PLUGIN, String.class),
                        Header.unknown(critical))
                .checked(critical, present);
    }

    /** Names of headers; those of COSE itself are numbers, which notation lets nobody mark. */
    private static List<String> critical(@Nullable Object value) {
        if (!(value instanceof List<?> names) || names.isEmpty()) {
            throw new SyntaxException("crit is missing");
        }
        return names.stream().map(Object::toString).toList();
    }

    private static List<byte[]> certificates(@Nullable Object value) {
        List<?> some =
                value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        return some.stream()
                .map(one -> {
                    if (one instanceof byte[] certificate) {
                        return certificate;
                    }
                    throw new SyntaxException("a certificate of the envelope is damaged");
                })
                .toList();
    }

    private static <T> Optional<T> optional(Map<?, ?> fields, String name, Class<T> type) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw new SyntaxException("the header " + name + " is of the wrong kind");
        }
        return Optional.of(type.cast(value));
    }

    private static Optional<Instant> time(Map<?, ?> fields, String name) {
        Optional<Cbor.Tagged> value = optional(fields, name, Cbor.Tagged.class);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get().tag() != TIME || !(value.get().value() instanceof Long seconds)) {
            throw new SyntaxException(name + " is no time in seconds");
        }
        try {
            return Optional.of(Instant.ofEpochSecond(seconds));
        } catch (DateTimeException e) {
            throw new SyntaxException(name + " is no time: " + seconds, e);
        }
    }

    /** What is to be signed. */
    static byte[] signed(Header header, byte[] payload) {
        return structure(encoded(header), payload);
    }

    private static byte[] structure(byte[] signed, byte[] payload) {
        return Cbor.write(List.of("Signature1", signed, new byte[0], payload));
    }

    private static byte[] encoded(Header header) {
        Map<Object, Object> fields = new LinkedHashMap<>();
        fields.put(ALGORITHM, (long) header.algorithm().cose());
        fields.put(CRITICAL, header.critical());
        fields.put(CONTENT_TYPE, header.contentType());
        fields.put(Header.SCHEME, header.scheme());
        header.signingTime().ifPresent(time -> fields.put(Header.SIGNING_TIME, seconds(time)));
        header.authenticTime().ifPresent(time -> fields.put(Header.AUTHENTIC_TIME, seconds(time)));
        header.expiry().ifPresent(time -> fields.put(Header.EXPIRY, seconds(time)));
        return Cbor.write(fields);
    }

    private static Cbor.Tagged seconds(Instant time) {
        return new Cbor.Tagged(TIME, time.getEpochSecond());
    }

    static byte[] write(Envelope envelope) {
        Map<Object, Object> open = new LinkedHashMap<>();
        open.put(CHAIN, envelope.chain().stream().map(Envelope::encoded).toList());
        envelope.timestamp().ifPresent(token -> open.put(Header.TIMESTAMP, token));
        envelope.agent().ifPresent(agent -> open.put(Header.AGENT, agent));
        byte[] signed = encoded(envelope.header());
        return Cbor.write(
                new Cbor.Tagged(
                        SIGN1, List.of(signed, open, envelope.payload(), envelope.signature())));
    }
}
