package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

/**
 * A word of an expression.
 *
 * @param kind what it is
 * @param text of a name or a sign
 * @param value of a literal
 * @param at where it begins, from 0
 */
record Token(Kind kind, String text, @Nullable Object value, int at) {
    enum Kind {
        NAME,
        QUOTED_NAME,
        SIGN,
        LITERAL,
        END
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }
}
