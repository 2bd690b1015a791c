package dev.cooper.trust.notation;

import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of CBOR (RFC 8949) that signatures use: definite lengths, no floating point numbers, and
 * no key twice. Values are {@link Long}, byte arrays, {@link String}, {@link List}, {@link Map},
 * {@link Tagged} and {@link Simple}.
 */
final class Cbor {
    private static final int DEEPEST = 16;

    private final byte[] bytes;
    private int at;

    private Cbor(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A value with a tag before it. */
    record Tagged(long tag, Object value) {}

    /** True, false, null and undefined. */
    enum Simple {
        FALSE,
        TRUE,
        NULL,
        UNDEFINED
    }

    static Object parse(byte[] bytes) {
        Cbor reader = new Cbor(bytes);
        Object value = reader.value(0);
        if (reader.at != bytes.length) {
            throw new SyntaxException("CBOR: something follows the value");
        }
        return value;
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw new SyntaxException("CBOR: it is nested too deeply");
        }
        int first = next();
        int kind = first >> 5;
        if (kind == 7) {
            return simple(first & 31);
        }
        long argument = argument(first & 31);
        return switch (kind) {
            case 0 -> argument;
            case 1 -> -1 - argument;
            case 2 -> take(argument);
            case 3 -> text(take(argument));
            case 4 -> list(argument, depth);
            case 5 -> map(argument, depth);
            default -> new Tagged(argument, value(depth + 1));
        };
    }

    private static Simple simple(int which) {
        if (which < 20 || which > 23) {
            throw new SyntaxException("CBOR: a value is of a kind that signatures have not");
        }
        return Simple.values()[which - 20];
    }

    private int next() {
        if (at >= bytes.length) {
            throw new SyntaxException("CBOR: it ends early");
        }
        return bytes[at++] & 0xff;
    }

    private long argument(int low) {
        if (low < 24) {
            return low;
        }
        if (low > 27) {
            throw new SyntaxException("CBOR: a length is not given");
        }
        long argument = 0;
        for (int i = 0; i < 1 << (low - 24); i++) {
            argument = (argument << 8) | next();
        }
        if (argument < 0) {
            throw new SyntaxException("CBOR: a number is too large");
        }
        return argument;
    }

    private byte[] take(long length) {
        if (length > bytes.length - at) {
            throw new SyntaxException("CBOR: it ends early");
        }
        at += (int) length;
        return Arrays.copyOfRange(bytes, at - (int) length, at);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private void checkCount(long count) {
        if (count > bytes.length - at) {
            throw new SyntaxException("CBOR: it ends early");
        }
    }

    private List<Object> list(long count, int depth) {
        checkCount(count);
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private Map<Object, Object> map(long count, int depth) {
        checkCount(count);
        Map<Object, Object> map = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            Object key = value(depth + 1);
            if (!(key instanceof Long) && !(key instanceof String)) {
                throw new SyntaxException("CBOR: a key is neither number nor text");
            }
            if (map.putIfAbsent(key, value(depth + 1)) != null) {
                throw new SyntaxException("CBOR: the key " + key + " is there twice");
            }
        }
        return map;
    }

    /** Writes a value, the shortest way and with sorted keys. */
    static byte[] write(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(value, out);
        return out.toByteArray();
    }

    private static void write(Object value, ByteArrayOutputStream out) {
        switch (value) {
            case Long number -> head(number < 0 ? 1 : 0, number < 0 ? -1 - number : number, out);
            case byte[] content -> {
                head(2, content.length, out);
                out.writeBytes(content);
            }
            case String text -> {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                head(3, utf8.length, out);
                out.writeBytes(utf8);
            }
            case List<?> list -> {
                head(4, list.size(), out);
                list.forEach(one -> write(one, out));
            }
            case Map<?, ?> map -> {
                head(5, map.size(), out);
                map.entrySet().stream()
                        .map(one -> List.of(write(one.getKey()), write(one.getValue())))
                        .sorted(Comparator.comparing(List::getFirst, Arrays::compareUnsigned))
                        .forEach(one -> one.forEach(out::writeBytes));
            }
            case Tagged tagged -> {
                head(6, tagged.tag(), out);
                write(tagged.value(), out);
            }
            default -> throw new IllegalArgumentException("no CBOR for " + value.getClass());
        }
    }

    private static void head(int kind, long argument, ByteArrayOutputStream out) {
        int size =
                argument < 24
                        ? 0
                        : argument < 1 << 8
                                ? 1
                                : argument < 1 << 16 ? 2 : argument < 1L << 32 ? 4 : 8;
        int low = size == 0 ? (int) argument : 24 + Integer.numberOfTrailingZeros(size);
        out.write((kind << 5) | low);
        for (int i = size - 1; i >= 0; i--) {
            out.write((int) (argument >> (8 * i)));
        }
    }
}
