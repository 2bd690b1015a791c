package dev.cooper.inventory;

/**
 * A pattern of paths: {@code *} is any characters but a slash, {@code ?} one, {@code **} between
 * slashes any directories, none too. The time to match grows with the lengths only, whatever the
 * pattern.
 */
public final class Glob {
    private final String[] parts;

    /** Takes a pattern; a slash before or behind it, or a leading {@code ./}, says nothing. */
    public Glob(String pattern) {
        String clean = pattern.startsWith("./") ? pattern.substring(2) : pattern;
        while (clean.startsWith("/")) {
            clean = clean.substring(1);
        }
        while (clean.endsWith("/")) {
            clean = clean.substring(0, clean.length() - 1);
        }
        this.parts = clean.split("/", -1);
    }

    /**
     * Whether it is the pattern of a path.
     *
     * @param path clean and relative
     */
    public boolean matches(String path) {
        String[] names = path.split("/", -1);
        // reached[i]: the parts so far match the first i names
        boolean[] reached = new boolean[names.length + 1];
        reached[0] = true;
        for (String part : parts) {
            boolean[] next = new boolean[names.length + 1];
            boolean any = part.equals("**");
            for (int i = 0; i <= names.length; i++) {
                next[i] =
                        any
                                ? reached[i] || (i > 0 && next[i - 1])
                                : i > 0 && reached[i - 1] && matches(part, names[i - 1]);
            }
            reached = next;
        }
        return reached[names.length];
    }

    private static boolean matches(String part, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int from = 0;
        while (n < name.length()) {
            char wanted = p < part.length() ? part.charAt(p) : '\0';
            if (wanted == '*') {
                star = p++;
                from = n;
            } else if (p < part.length() && (wanted == '?' || wanted == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++from;
            } else {
                return false;
            }
        }
        while (p < part.length() && part.charAt(p) == '*') {
            p++;
        }
        return p == part.length();
    }
}
