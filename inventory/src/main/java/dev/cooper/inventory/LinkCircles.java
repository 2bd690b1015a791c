package dev.cooper.inventory;

import java.util.HashMap;
import java.util.Map;

/**
 * Finds symbolic links that lead to themselves. Nothing follows links here, so these cost nothing;
 * but whoever looks for a file there should know why none is found.
 */
final class LinkCircles {
    private static final int MOST_LINKS = 200_000;
    private static final int MOST_NAMED = 10;

    /** As many as Linux follows. */
    private static final int LONGEST_WAY = 40;

    private final Map<String, String> targets = new HashMap<>();

    /**
     * Takes a link into account.
     *
     * @param path clean and relative
     * @param target as the link has it
     */
    void add(String path, String target) {
        if (targets.size() < MOST_LINKS) {
            targets.put(path, target);
        }
    }

    /** Names the first few links that lead in a circle of links. */
    void warn(Findings findings) {
        int named = 0;
        for (String path : targets.keySet().stream().sorted().toList()) {
            if (isInCircle(path) && ++named <= MOST_NAMED) {
                findings.warn(path + ": it is a symbolic link that leads to itself");
            }
        }
    }

    private boolean isInCircle(String path) {
        String at = path;
        for (int i = 0; i < LONGEST_WAY; i++) {
            String target = targets.get(at);
            if (target == null) {
                return false;
            }
            at = resolved(at, target);
            if (at.equals(path)) {
                return true;
            }
        }
        return false;
    }

    /** Where a link leads, as far as names alone tell. */
    private static String resolved(String link, String target) {
        StringBuilder path = new StringBuilder();
        if (!target.startsWith("/")) {
            path.append(link, 0, Math.max(0, link.lastIndexOf('/')));
        }
        for (String part : target.split("/", -1)) {
            if (part.equals("..")) {
                path.setLength(Math.max(0, path.lastIndexOf("/")));
            } else if (!part.isEmpty() && !part.equals(".")) {
                path.append(path.isEmpty() ? "" : "/").append(part);
            }
        }
        return path.toString();
    }
}
