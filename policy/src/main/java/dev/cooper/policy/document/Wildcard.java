package dev.cooper.policy.document;

/**
 * A pattern of names in which {@code *} stands for any characters, {@code /} among them, and {@code
 * ?} for one. It matches whole names only.
 *
 * @param pattern as it is written
 */
public record Wildcard(String pattern) {
    /** Tells whether a name matches; takes at most the product of both lengths. */
    public boolean matches(String name) {
        int at = 0;
        int in = 0;
        int star = -1;
        int mark = 0;
        while (at < name.length()) {
            if (in < pattern.length() && pattern.charAt(in) == '*') {
                star = in++;
                mark = at;
            } else if (in < pattern.length()
                    && (pattern.charAt(in) == '?' || pattern.charAt(in) == name.charAt(at))) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++mark;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '*') {
            in++;
        }
        return in == pattern.length();
    }

    /** Tells whether there is anything but plain characters in it. */
    public boolean isPattern() {
        return isPattern(pattern);
    }

    /** Tells whether a text has anything but plain characters. */
    public static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }
}
