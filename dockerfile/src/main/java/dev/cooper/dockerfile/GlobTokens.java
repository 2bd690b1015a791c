package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.List;

/** The parts of a pattern, as a machine that takes one character at a time. */
final class GlobTokens {
    private enum Kind {
        /** One given character. */
        CHAR,
        /** One character but slash. */
        ANY,
        /** Characters but slash. */
        STAR,
        /** Any characters. */
        DEEP,
        /** Nothing, or go on with the DIRECTORIES behind this. */
        MAYBE,
        /** Any characters up to and with a slash. */
        DIRECTORIES,
        /** One character of a class, never slash. */
        CLASS
    }

    private record Token(Kind kind, char character, String ranges, boolean negated) {}

    private final List<Token> tokens = new ArrayList<>();
    private final String pattern;

    GlobTokens(String pattern, boolean deep) {
        this.pattern = pattern;
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            if (deep && pattern.startsWith("**", i)) {
                i = doubleStar(i + 2);
            } else if (c == '*') {
                add(Kind.STAR, c);
                i++;
            } else if (c == '?') {
                add(Kind.ANY, c);
                i++;
            } else if (c == '[') {
                i = characterClass(i + 1);
            } else {
                if (c == '\\' && ++i == pattern.length()) {
                    throw bad("a backslash ends it");
                }
                add(Kind.CHAR, pattern.charAt(i));
                i++;
            }
        }
    }

    private void add(Kind kind, char c) {
        tokens.add(new Token(kind, c, "", false));
    }

    private int doubleStar(int position) {
        boolean slash = position < pattern.length() && pattern.charAt(position) == '/';
        int next = slash ? position + 1 : position;
        if (slash && next < pattern.length()) {
            add(Kind.MAYBE, '*');
            add(Kind.DIRECTORIES, '*');
        } else {
            add(Kind.DEEP, '*');
        }
        return next;
    }

    private int characterClass(int start) {
        int i = start;
        boolean negated = i < pattern.length() && pattern.charAt(i) == '^';
        if (negated) {
            i++;
        }
        StringBuilder ranges = new StringBuilder();
        while (i < pattern.length() && (pattern.charAt(i) != ']' || ranges.isEmpty())) {
            int[] at = {i};
            char low = classCharacter(at);
            char high = low;
            if (at[0] < pattern.length() && pattern.charAt(at[0]) == '-') {
                at[0]++;
                high = classCharacter(at);
            }
            ranges.append(low).append(high);
            i = at[0];
        }
        if (i >= pattern.length()) {
            throw bad("a [ is not closed");
        }
        tokens.add(new Token(Kind.CLASS, '[', ranges.toString(), negated));
        return i + 1;
    }

    private char classCharacter(int[] at) {
        int i = at[0];
        if (i < pattern.length() && pattern.charAt(i) == '\\') {
            i++;
        } else if (i < pattern.length() && "-]".indexOf(pattern.charAt(i)) >= 0) {
            throw bad("a - or ] in a class needs a backslash");
        }
        if (i >= pattern.length()) {
            throw bad("a [ is not closed");
        }
        at[0] = i + 1;
        return pattern.charAt(i);
    }

    private SyntaxException bad(String why) {
        return new SyntaxException("\"" + pattern + "\" is not a pattern: " + why);
    }

    int count() {
        return tokens.size();
    }

    boolean isLiteral() {
        return tokens.stream().allMatch(token -> token.kind() == Kind.CHAR);
    }

    /** For a literal pattern: says whether the path is its text. */
    boolean isText(String path) {
        if (path.length() != tokens.size()) {
            return false;
        }
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) != tokens.get(i).character()) {
                return false;
            }
        }
        return true;
    }

    /** Adds the states that need no character. */
    void close(boolean[] states) {
        for (int i = 0; i < tokens.size(); i++) {
            if (!states[i]) {
                continue;
            }
            switch (tokens.get(i).kind()) {
                case STAR, DEEP -> states[i + 1] = true;
                case MAYBE -> {
                    states[i + 1] = true;
                    states[i + 2] = true;
                }
                case CHAR, ANY, CLASS, DIRECTORIES -> {
                    // these need a character
                }
            }
        }
    }

    /** Moves all states over one character; false when none is left. */
    boolean step(boolean[] states, char c) {
        boolean alive = false;
        boolean enters = false;
        for (int i = 0; i <= tokens.size(); i++) {
            boolean here = states[i];
            boolean stays = false;
            boolean leaves = false;
            if (here && i < tokens.size()) {
                Token token = tokens.get(i);
                stays = stays(token, c);
                leaves = leaves(token, c);
            }
            states[i] = enters || stays;
            alive |= states[i];
            enters = leaves;
        }
        close(states);
        return alive;
    }

    private static boolean stays(Token token, char c) {
        return switch (token.kind()) {
            case STAR -> c != '/';
            case DEEP, DIRECTORIES -> true;
            case CHAR, ANY, CLASS, MAYBE -> false;
        };
    }

    private static boolean leaves(Token token, char c) {
        return switch (token.kind()) {
            case CHAR -> token.character() == c;
            case ANY -> c != '/';
            case DIRECTORIES -> c == '/';
            case CLASS -> c != '/' && token.negated() != inRanges(token.ranges(), c);
            case STAR, DEEP, MAYBE -> false;
        };
    }

    private static boolean inRanges(String ranges, char c) {
        for (int i = 0; i < ranges.length(); i += 2) {
            if (c >= ranges.charAt(i) && c <= ranges.charAt(i + 1)) {
                return true;
            }
        }
        return false;
    }
}
