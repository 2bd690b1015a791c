package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** From one type to another. */
final class Conversions {
    private Conversions() {}

    static void addTo(Library library) {
        library.add("type", 1, a -> TypeName.of(a.at(0)));
        library.add("dyn", 1, a -> a.at(0));
        library.add("int", 1, a -> toInt(a.at(0)));
        library.add("uint", 1, a -> toUint(a.at(0)));
        library.add("double", 1, a -> toDouble(a.at(0)));
        library.add("bool", 1, a -> toBool(a.at(0)));
        library.add("string", 1, a -> toText(a.at(0)));
        library.add("bytes", 1, a -> toBytes(a.at(0)));
    }

    private static CelException none(String type, @Nullable Object value) {
        return CelException.noOverload(type + "(" + TypeName.of(value).name() + ")");
    }

    private static CelException range() {
        return new CelException("range error");
    }

    private static Object toInt(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Uint number when number.bits() >= 0 -> number.bits();
            case Uint _ -> throw range();
            case Double number -> {
                // The bounds themselves are refused: what is next to them has no exact double.
                if (!(number > -0x1p63 && number < 0x1p63)) {
                    throw range();
                }
                yield (long) number.doubleValue();
            }
            case String text -> {
                try {
                    yield Long.parseLong(text);
                } catch (NumberFormatException _) {
                    throw new CelException("type conversion error: \"" + text + "\" is no int");
                }
            }
            case Instant time -> time.getEpochSecond();
            case null, default -> throw none("int", value);
        };
    }

    private static Object toUint(@Nullable Object value) {
        return switch (value) {
            case Uint number -> number;
            case Long number -> Uint.of(BigInteger.valueOf(number));
            case Double number -> {
                if (!(number >= 0 && number < 0x1p64)) {
                    throw range();
                }
                yield Uint.of(new BigDecimal(number).toBigInteger());
            }
            case String text -> {
                try {
                    yield new Uint(Long.parseUnsignedLong(text));
                } catch (NumberFormatException _) {
                    throw new CelException("type conversion error: \"" + text + "\" is no uint");
                }
            }
            case null, default -> throw none("uint", value);
        };
    }

    private static Object toDouble(@Nullable Object value) {
        return switch (value) {
            case Double number -> number;
            case Long number -> (double) number;
            case Uint number -> number.big().doubleValue();
            case String text -> {
                try {
                    yield Double.valueOf(text);
                } catch (NumberFormatException _) {
                    throw new CelException("type conversion error: \"" + text + "\" is no double");
                }
            }
            case null, default -> throw none("double", value);
        };
    }

    private static Object toBool(@Nullable Object value) {
        return switch (value) {
            case Boolean truth -> truth;
            case String text ->
                    switch (text) {
                        case "1", "t", "T", "true", "TRUE", "True" -> true;
                        case "0", "f", "F", "false", "FALSE", "False" -> false;
                        default ->
                                throw new CelException(
                                        "type conversion error: \"" + text + "\" is no bool");
                    };
            case null, default -> throw none("bool", value);
        };
    }

    static String toText(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Long number -> Long.toString(number);
            case Uint number -> number.toString();
            case Boolean truth -> truth.toString();
            case Double number -> Numbers.text(number);
            case Bytes bytes -> decoded(bytes);
            case Instant time -> Times.text(time);
            case Duration time -> Times.text(time);
            case null, default -> throw none("string", value);
        };
    }

    static String decoded(Bytes bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.content()))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new CelException("invalid UTF-8 in bytes, cannot convert to string");
        }
    }

    private static Object toBytes(@Nullable Object value) {
        return switch (value) {
            case Bytes bytes -> bytes;
            case String text -> new Bytes(text.getBytes(StandardCharsets.UTF_8));
            case null, default -> throw none("bytes", value);
        };
    }
}
