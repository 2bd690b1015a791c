package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;

/** The grammar of references, as distribution's reference package defines it, without regex. */
final class ReferenceGrammar {
    private static final int MAX_TAG = 128;

    private ReferenceGrammar() {}

    /** Returns what is wrong with the parts of a reference, null when they are fine. */
    static @Nullable String problem(String registry, String repository, Optional<String> tag) {
        if (repository.isEmpty()) {
            return "repository name must have at least one component";
        }
        if (!isRepository(repository)) {
            return isRepository(repository.toLowerCase(Locale.ROOT))
                    ? "repository name (" + Json.excerpt(repository) + ") must be lowercase"
                    : "\""
                            + Json.excerpt(repository)
                            + "\" is no repository name (want lower-case letters and digits,"
                            + " separated by one of . _ __ - and /)";
        }
        if (!isRegistry(registry)) {
            return "\"" + Json.excerpt(registry) + "\" is no registry (want host or host:port)";
        }
        if (tag.isPresent() && !isTag(tag.get())) {
            return "\""
                    + Json.excerpt(tag.get())
                    + "\" is no tag (want at most 128 letters, digits, '_', '.' and '-', not"
                    + " starting with '.' or '-')";
        }
        return null;
    }

    /** Tells whether a text is 64 hexadecimal digits, which docker takes for an image's id. */
    static boolean isIdentifier(String text) {
        if (text.length() != 64) {
            return false;
        }
        for (int i = 0; i < 64; i++) {
            char c = text.charAt(i);
            if (!isDigit(c) && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTag(String tag) {
        if (tag.isEmpty() || tag.length() > MAX_TAG || !isWord(tag.charAt(0))) {
            return false;
        }
        for (int i = 1; i < tag.length(); i++) {
            char c = tag.charAt(i);
            if (!isWord(c) && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isRepository(String repository) {
        int start = 0;
        while (true) {
            int slash = repository.indexOf('/', start);
            int end = slash < 0 ? repository.length() : slash;
            if (!isPathComponent(repository, start, end)) {
                return false;
            }
            if (slash < 0) {
                return true;
            }
            start = slash + 1;
        }
    }

    private static boolean isPathComponent(String text, int start, int end) {
        int i = start;
        while (true) {
            int word = i;
            while (i < end && isLowerAlphanumeric(text.charAt(i))) {
                i++;
            }
            if (i == word) {
                return false;
            }
            if (i == end) {
                return true;
            }
            int next = afterSeparator(text, i, end);
            if (next == i) {
                return false;
            }
            i = next;
        }
    }

    /** A separator is one dot, one or two underscores, or any number of dashes. */
    private static int afterSeparator(String text, int start, int end) {
        int i = start;
        switch (text.charAt(i)) {
            case '.' -> i++;
            case '_' -> i += i + 1 < end && text.charAt(i + 1) == '_' ? 2 : 1;
            case '-' -> {
                while (i < end && text.charAt(i) == '-') {
                    i++;
                }
            }
            default -> {}
        }
        return i;
    }

    private static boolean isRegistry(String registry) {
        int colon = registry.lastIndexOf(':');
        boolean bracketed = registry.startsWith("[");
        String host = registry;
        if (colon >= 0 && !registry.endsWith("]")) {
            host = registry.substring(0, colon);
            if (!isPort(registry.substring(colon + 1))) {
                return false;
            }
        }
        return bracketed ? isAddress(host) : isHost(host);
    }

    private static boolean isPort(String port) {
        if (port.isEmpty()) {
            return false;
        }
        for (int i = 0; i < port.length(); i++) {
            if (!isDigit(port.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAddress(String host) {
        if (host.length() < 3 || !host.endsWith("]")) {
            return false;
        }
        for (int i = 1; i < host.length() - 1; i++) {
            char c = host.charAt(i);
            if (!isDigit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F') && c != ':') {
                return false;
            }
        }
        return true;
    }

    private static boolean isHost(String host) {
        boolean edge = true; // at the start or after a dot: no dash, no dot
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean alphanumeric = isLowerAlphanumeric(c) || (c >= 'A' && c <= 'Z');
            if (!alphanumeric && (edge || (c != '-' && c != '.'))) {
                return false;
            }
            if (c == '.' && host.charAt(i - 1) == '-') {
                return false;
            }
            edge = c == '.';
        }
        return !edge && !host.endsWith("-");
    }

    private static boolean isWord(char c) {
        return isLowerAlphanumeric(c) || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isLowerAlphanumeric(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
