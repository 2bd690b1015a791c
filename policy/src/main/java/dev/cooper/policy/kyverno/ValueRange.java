package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * The values between two, both among them: {@code 10-20}; or all others: {@code 10!-20}.
 *
 * @param others whether all others are meant
 */
record ValueRange(String least, String most, boolean others) {
    static Optional<ValueRange> parse(String text) {
        int dash = text.indexOf('-', 1);
        if (dash < 0 || dash == text.length() - 1) {
            return Optional.empty();
        }
        boolean others = text.charAt(dash - 1) == '!';
        String least = text.substring(0, others ? dash - 1 : dash).strip();
        String most = text.substring(dash + 1).strip();
        if (!isAmount(least) || !isAmount(most)) {
            return Optional.empty();
        }
        return Optional.of(new ValueRange(least, most, others));
    }

    private static boolean isAmount(String text) {
        if (text.isEmpty() || text.charAt(0) < '0' || text.charAt(0) > '9') {
            return false;
        }
        try {
            return Operator.order(text, text) == 0;
        } catch (SyntaxException _) {
            return false;
        }
    }

    boolean has(@Nullable Object value) {
        boolean inside = Operator.order(value, least) >= 0 && Operator.order(value, most) <= 0;
        return inside != others;
    }
}
