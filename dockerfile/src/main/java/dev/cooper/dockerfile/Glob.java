package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.Arrays;

/**
 * A pattern over slash-separated paths.
 *
 * <p>{@code *} and {@code ?} stay within one name, {@code [a-z]} and {@code [^a-z]} are classes, a
 * backslash makes the next character plain. In a deep pattern {@code **} spans any number of names:
 * {@code **}{@code /x} is also {@code x}, {@code a/**}{@code /b} is also {@code a/b}, {@code a/**}
 * is everything below {@code a} but not {@code a}.
 *
 * <p>Matching takes time in proportion to pattern and path, whatever the pattern.
 */
public final class Glob {
    private final String pattern;
    private final GlobTokens tokens;
    private final boolean literal;

    private Glob(String pattern, boolean deep) {
        this.pattern = pattern;
        this.tokens = new GlobTokens(pattern, deep);
        this.literal = tokens.isLiteral();
    }

    /**
     * A pattern for names, as Go's filepath.Match: {@code **} means the same as {@code *}.
     *
     * @throws SyntaxException when a class is not closed or a backslash ends the pattern
     */
    public static Glob of(String pattern) {
        return new Glob(pattern, false);
    }

    /**
     * A pattern in which {@code **} spans directories.
     *
     * @throws SyntaxException when a class is not closed or a backslash ends the pattern
     */
    public static Glob deep(String pattern) {
        return new Glob(pattern, true);
    }

    /** Says whether a source of COPY is a pattern: it has {@code *}, {@code ?} or {@code [}. */
    public static boolean hasWildcard(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '*' || c == '?' || c == '[') {
                return true;
            }
        }
        return false;
    }

    /** Says whether the whole path matches. */
    public boolean matches(String path) {
        if (literal) {
            return tokens.isText(path);
        }
        boolean[] states = start();
        for (int i = 0; i < path.length(); i++) {
            if (!tokens.step(states, path.charAt(i))) {
                return false;
            }
        }
        return states[tokens.count()];
    }

    /** Says whether some path below a directory could match; no path can when this is false. */
    public boolean mayMatchBelow(String directory) {
        boolean[] states = start();
        for (int i = 0; i < directory.length(); i++) {
            if (!tokens.step(states, directory.charAt(i))) {
                return false;
            }
        }
        return directory.isEmpty() || tokens.step(states, '/');
    }

    private boolean[] start() {
        boolean[] states = new boolean[tokens.count() + 1];
        Arrays.fill(states, false);
        states[0] = true;
        tokens.close(states);
        return states;
    }

    /** The pattern as written. */
    @Override
    public String toString() {
        return pattern;
    }
}
