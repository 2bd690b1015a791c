package dev.cooper.trust.notary;

import java.util.List;

/** The names of roles. */
public final class Roles {
    /** Who says who signs for the other three. */
    public static final String ROOT = "root";

    /** Who signs names. */
    public static final String TARGETS = "targets";

    /** Who says which files belong together. */
    public static final String SNAPSHOT = "snapshot";

    /** Who says which snapshot is the newest. */
    public static final String TIMESTAMP = "timestamp";

    /** The delegation that docker looks names up in. */
    public static final String RELEASES = "targets/releases";

    /** The four roles that there always are. */
    public static final List<String> BASE = List.of(ROOT, TARGETS, SNAPSHOT, TIMESTAMP);

    private static final int LONGEST = 255;
    private static final int DEEPEST = 20;

    private Roles() {}

    /** Whether it is a good name of a delegation: {@code targets/} and lower-case words. */
    public static boolean isDelegation(String name) {
        if (!name.startsWith("targets/") || name.length() > LONGEST) {
            return false;
        }
        String[] words = name.split("/", -1);
        for (String word : words) {
            if (word.isEmpty() || !word.chars().allMatch(Roles::isWord)) {
                return false;
            }
        }
        return words.length <= DEEPEST;
    }

    private static boolean isWord(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    }

    /** Whether a role signs names: targets and what is below it. */
    public static boolean isTargets(String role) {
        return role.equals(TARGETS) || isDelegation(role);
    }

    /** The role that a delegation is of. */
    static String parent(String delegation) {
        return delegation.substring(0, delegation.lastIndexOf('/'));
    }
}
