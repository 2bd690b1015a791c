package dev.cooper.policy.rego;

/**
 * A word of a module.
 *
 * @param text as it is meant: of a string, what is in it
 * @param place where it begins
 * @param spaced whether there is space before it
 */
record Token(Kind kind, String text, Place place, boolean spaced) {
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /** What messages call it. */
    String shown() {
        return kind == Kind.END ? "the end of the file" : "\"" + text + "\"";
    }
}
