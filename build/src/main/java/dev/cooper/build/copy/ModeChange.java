package dev.cooper.build.copy;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code --chmod} does to a mode: replaces it (octal) or changes it as {@code chmod} does with
 * a symbolic mode and a umask of 022.
 */
final class ModeChange {
    private static final int UMASK = 022;

    private final int octal;
    private final List<Action> actions;

    private ModeChange(int octal, List<Action> actions) {
        this.octal = octal;
        this.actions = List.copyOf(actions);
    }

    /**
     * One of {@code +}, {@code -} and {@code =} with what it applies to.
     *
     * @param who the bits that belong to the named of {@code u}, {@code g} and {@code o}; 0 when
     *     none was named, so that the umask counts
     */
    private record Action(int who, char operator, String permissions) {}

    /**
     * Reads an octal or symbolic mode.
     *
     * @throws CopyException when it is neither
     */
    static ModeChange parse(String text) throws CopyException {
        if (text.isEmpty()) {
            throw bad(text);
        }
        if (text.charAt(0) >= '0' && text.charAt(0) <= '9') {
            return new ModeChange(octal(text), List.of());
        }
        List<Action> actions = new ArrayList<>();
        for (String clause : text.split(",", -1)) {
            new Clause(text, clause).parse(actions);
        }
        return new ModeChange(-1, actions);
    }

    private static int octal(String text) throws CopyException {
        int mode = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            mode = mode << 3 | digit;
            if (digit < 0 || digit > 7 || mode > 07777) {
                throw bad(text);
            }
        }
        return mode;
    }

    boolean isOctal() {
        return octal >= 0;
    }

    /** The mode that comes of a mode (07777). */
    int apply(int mode, boolean directory) {
        if (isOctal()) {
            return octal;
        }
        int result = mode;
        for (Action action : actions) {
            result = apply(action, result, directory);
        }
        return result;
    }

    private static int apply(Action action, int mode, boolean directory) {
        int named = 0;
        for (int i = 0; i < action.permissions().length(); i++) {
            named |= bits(action.permissions().charAt(i), mode, directory);
        }
        int value = named & (action.who() == 0 ? ~UMASK : action.who());
        // The set-ID bits of a directory change only where "s" is written out.
        int kept = directory ? 06000 & ~value : 0;
        return switch (action.operator()) {
            case '+' -> mode | value;
            case '-' -> mode & ~value;
            default -> (mode & (kept | (action.who() == 0 ? 0 : ~action.who()))) | value;
        };
    }

    private static int bits(char permission, int mode, boolean directory) {
        return switch (permission) {
            case 'r' -> 0444;
            case 'w' -> 0222;
            case 'x' -> 0111;
            case 'X' -> directory || (mode & 0111) != 0 ? 0111 : 0;
            case 's' -> 06000;
            case 't' -> 01000;
            case 'u' -> spread(mode >> 6);
            case 'g' -> spread(mode >> 3);
            default -> spread(mode);
        };
    }

    private static int spread(int mode) {
        return (mode & 7) * 0111;
    }

    private static CopyException bad(String text) {
        return new CopyException(
                "--chmod="
                        + text
                        + ": want an octal mode up to 7777 or a symbolic one such as"
                        + " u=rwX,go=rX");
    }

    private static final class Clause {
        private final String whole;
        private final String clause;
        private int at;

        Clause(String whole, String clause) {
            this.whole = whole;
            this.clause = clause;
        }

        void parse(List<Action> actions) throws CopyException {
            int who = 0;
            while (at < clause.length() && "ugoa".indexOf(clause.charAt(at)) >= 0) {
                who |=
                        switch (clause.charAt(at++)) {
                            case 'u' -> 04700;
                            case 'g' -> 02070;
                            case 'o' -> 01007;
                            default -> 07777;
                        };
            }
            if (at == clause.length()) {
                throw bad(whole);
            }
            while (at < clause.length()) {
                char operator = clause.charAt(at++);
                if ("+-=".indexOf(operator) < 0) {
                    throw bad(whole);
                }
                actions.add(new Action(who, operator, permissions()));
            }
        }

        private String permissions() throws CopyException {
            int start = at;
            if (at < clause.length() && "ugo".indexOf(clause.charAt(at)) >= 0) {
                at++;
            } else {
                while (at < clause.length() && "rwxXst".indexOf(clause.charAt(at)) >= 0) {
                    at++;
                }
            }
            return clause.substring(start, at);
        }
    }
}
