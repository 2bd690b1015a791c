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
     * @param who the bits of {@code u}, {@code g}, {@code o}: 07777 without set-ID bits
     * @param masked whether none was named, so that the umask counts
     */
    private record Action(int who, boolean masked, char operator, String permissions) {}

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
        int bits = 0;
        for (int i = 0; i < action.permissions().length(); i++) {
            bits |= bits(action.permissions().charAt(i), action.who(), mode, directory);
        }
        if (action.masked()) {
            bits &= ~UMASK;
        }
        return switch (action.operator()) {
            case '+' -> mode | bits;
            case '-' -> mode & ~bits;
            default -> (mode & ~cleared(action.who(), directory)) | bits;
        };
    }

    /** As GNU chmod, "=" leaves the set-ID bits of directories alone unless they are named. */
    private static int cleared(int who, boolean directory) {
        int special = (who & 0700) != 0 ? 04000 : 0;
        special |= (who & 0070) != 0 ? 02000 : 0;
        special = directory ? 0 : special;
        return who | special | (who == 0777 ? 01000 : 0);
    }

    private static int bits(char permission, int who, int mode, boolean directory) {
        return switch (permission) {
            case 'r' -> 0444 & who;
            case 'w' -> 0222 & who;
            case 'x' -> 0111 & who;
            case 'X' -> directory || (mode & 0111) != 0 ? 0111 & who : 0;
            case 's' -> ((who & 0700) != 0 ? 04000 : 0) | ((who & 0070) != 0 ? 02000 : 0);
            case 't' -> 01000;
            case 'u' -> spread(mode >> 6) & who;
            case 'g' -> spread(mode >> 3) & who;
            default -> spread(mode) & who;
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
                            case 'u' -> 0700;
                            case 'g' -> 0070;
                            case 'o' -> 0007;
                            default -> 0777;
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
                boolean named = who != 0;
                actions.add(new Action(named ? who : 0777, !named, operator, permissions()));
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
