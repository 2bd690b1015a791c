package dev.cooper.scan.twirp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;

import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a message of Protocol Buffers, by their numbers; what nobody asks for is kept. */
final class ProtoReader {
    /** More than any message has that fits into a request of a real client. */
    private static final int MOST_FIELDS = 4_000_000;

    private final byte[] bytes;
    private final Map<Integer, List<Object>> fields = new HashMap<>();

    /**
     * Reads a message; those within it are read when they are asked for.
     *
     * @throws SyntaxException when the bytes are no message
     */
    ProtoReader(byte[] bytes) {
        this.bytes = bytes;
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        try {
            int count = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (++count > MOST_FIELDS) {
                    throw new SyntaxException("a message of more than " + MOST_FIELDS + " fields");
                }
                Object value =
                        switch (WireFormat.getTagWireType(tag)) {
                            case WireFormat.WIRETYPE_VARINT -> in.readInt64();
                            case WireFormat.WIRETYPE_FIXED64 -> in.readFixed64();
                            case WireFormat.WIRETYPE_FIXED32 -> (long) in.readFixed32();
                            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.readByteArray();
                            default -> throw new SyntaxException("a field of an unknown kind");
                        };
                fields.computeIfAbsent(WireFormat.getTagFieldNumber(tag), _ -> new ArrayList<>(1))
                        .add(value);
            }
        } catch (IOException e) {
            throw new SyntaxException(
                    "the body is no message of Protocol Buffers: " + e.getMessage(), e);
        }
    }

    /** The message itself. */
    byte[] bytes() {
        return bytes;
    }

    private List<Object> all(int field) {
        return fields.getOrDefault(field, List.of());
    }

    /** Whether a field is there. */
    boolean has(int field) {
        return fields.containsKey(field);
    }

    /** A number or a truth value; 0 where there is none. */
    long number(int field) {
        List<Object> all = all(field);
        return !all.isEmpty() && all.getLast() instanceof Long value ? value : 0;
    }

    boolean isOn(int field) {
        return number(field) != 0;
    }

    /** A text; empty where there is none. */
    String text(int field) {
        List<String> texts = texts(field);
        return texts.isEmpty() ? "" : texts.getLast();
    }

    List<String> texts(int field) {
        return bytes(field).stream().map(each -> new String(each, StandardCharsets.UTF_8)).toList();
    }

    /** Bytes, texts or messages as they were sent. */
    List<byte[]> bytes(int field) {
        List<byte[]> found = new ArrayList<>();
        for (Object each : all(field)) {
            if (each instanceof byte[] value) {
                found.add(value);
            }
        }
        return found;
    }

    /** A message; an empty one where there is none. */
    ProtoReader message(int field) {
        List<byte[]> found = bytes(field);
        return new ProtoReader(found.isEmpty() ? new byte[0] : found.getLast());
    }

    List<ProtoReader> messages(int field) {
        return bytes(field).stream().map(ProtoReader::new).toList();
    }
}
