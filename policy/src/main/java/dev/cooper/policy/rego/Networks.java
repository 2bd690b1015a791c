package dev.cooper.policy.rego;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Map;

/** Functions over addresses of networks. */
final class Networks {
    private Networks() {}

    /**
     * Some addresses.
     *
     * @param bits of an address
     * @param prefix how many of them are the same
     */
    private record Block(BigInteger address, int bits, int prefix) {
        boolean has(Block other) {
            return bits == other.bits
                    && prefix <= other.prefix
                    && address.shiftRight(bits - prefix)
                            .equals(other.address.shiftRight(bits - prefix));
        }
    }

    static void addTo(Map<String, Builtin> all) {
        all.put("net.cidr_contains", given -> Value.of(cidr(given, 0).has(any(given, 1))));
        all.put(
                "net.cidr_intersects",
                given ->
                        Value.of(
                                cidr(given, 0).has(cidr(given, 1))
                                        || cidr(given, 1).has(cidr(given, 0))));
        all.put("net.cidr_is_valid", given -> Value.of(isValid(given.at(0))));
    }

    private static boolean isValid(Value value) {
        return value instanceof Value.Str it && block(it.text()) != null;
    }

    private static Block cidr(Arguments given, int index) {
        Block block = block(given.text(index));
        if (block == null) {
            throw Undefined.here();
        }
        return block;
    }

    private static Block any(Arguments given, int index) {
        String text = given.text(index);
        byte[] address = address(text);
        if (address == null) {
            return cidr(given, index);
        }
        int bits = address.length * 8;
        return new Block(new BigInteger(1, address), bits, bits);
    }

    private static @Nullable Block block(String text) {
        int slash = text.indexOf('/');
        byte[] address = slash < 0 ? null : address(text.substring(0, slash));
        if (address == null || text.length() > slash + 4 || text.length() == slash + 1) {
            return null;
        }
        try {
            int prefix = Integer.parseInt(text.substring(slash + 1));
            boolean inside = prefix >= 0 && prefix <= address.length * 8;
            return inside
                    ? new Block(new BigInteger(1, address), address.length * 8, prefix)
                    : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static byte @Nullable [] address(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789abcdefABCDEF:.".indexOf(text.charAt(i)) < 0) {
                return null;
            }
        }
        boolean six = text.indexOf(':') >= 0;
        if (!six && text.chars().filter(c -> c == '.').count() != 3) {
            return null;
        }
        try {
            return (six
                            ? java.net.Inet6Address.ofLiteral(text)
                            : java.net.Inet4Address.ofLiteral(text))
                    .getAddress();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
