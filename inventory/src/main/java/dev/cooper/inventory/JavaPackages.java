package dev.cooper.inventory;

/** What the packages of an archive's classes have in common. */
final class JavaPackages {
    private String common = "";
    private boolean any;

    /** Takes a class into account: {@code org/example/A.class}, or where web archives have it. */
    void add(String entry) {
        if (entry.startsWith("META-INF/") || entry.endsWith("module-info.class")) {
            return;
        }
        String name = entry;
        for (String root : new String[] {"BOOT-INF/classes/", "WEB-INF/classes/"}) {
            name = name.startsWith(root) ? name.substring(root.length()) : name;
        }
        String own = name.substring(0, Math.max(0, name.lastIndexOf('/')));
        common = any ? commonPrefix(common, own) : own;
        any = true;
    }

    private static String commonPrefix(String one, String other) {
        if (one.equals(other)) {
            return one;
        }
        int end = 0;
        for (int i = 0; i <= Math.min(one.length(), other.length()); i++) {
            boolean oneEnds = i == one.length() || one.charAt(i) == '/';
            boolean otherEnds = i == other.length() || other.charAt(i) == '/';
            if (oneEnds && otherEnds) {
                end = i;
            }
            if (i == one.length() || i == other.length() || one.charAt(i) != other.charAt(i)) {
                break;
            }
        }
        return one.substring(0, end);
    }

    /** The package that all classes are in or below, with dots; empty when there is none. */
    String common() {
        return common.replace('/', '.');
    }
}
