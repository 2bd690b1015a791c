package dev.cooper.registry.protocol;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;

/** The grammar of names, tags and digests in the distribution specification. */
public final class Names {
    private static final int MAX_NAME = 255;
    private static final int MAX_TAG = 128;

    private Names() {}

    /** Returns the name of a repository when it is one. */
    public static String repository(String text) {
        if (!isRepository(text)) {
            throw new ApiException(
                    ErrorCode.NAME_INVALID,
                    "\""
                            + excerpt(text)
                            + "\" is no repository name: want lower-case letters and digits,"
                            + " separated by . _ __ - or /, at most 255 characters");
        }
        return text;
    }

    /** Returns the name of a repository of trust when it is one: its host may have a port. */
    public static String trusted(String text) {
        int slash = text.indexOf('/');
        int colon = text.indexOf(':');
        boolean port = colon > 0 && colon < slash && slash - colon <= 6;
        for (int i = colon + 1; port && i < slash; i++) {
            port = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        repository(port ? text.substring(0, colon) + text.substring(slash) : text);
        return text;
    }

    /** Returns a tag when it is one. */
    public static String tag(String text) {
        if (!isTag(text)) {
            throw new ApiException(
                    ErrorCode.TAG_INVALID,
                    "\""
                            + excerpt(text)
                            + "\" is no tag: want up to 128 letters, digits, dots, dashes and"
                            + " underscores, not starting with a dot or a dash");
        }
        return text;
    }

    /** Reads a digest. */
    public static Digest digest(String text) {
        try {
            return Digest.parse(text);
        } catch (SyntaxException e) {
            throw new ApiException(
                    ErrorCode.DIGEST_INVALID,
                    "\"" + excerpt(text) + "\" is no digest: want sha256: or sha512: and the hash");
        }
    }

    /** Whether a text can be a tag. */
    public static boolean isTag(String text) {
        if (text.isEmpty() || text.length() > MAX_TAG) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = isLowerAlphanumeric(c) || (c >= 'A' && c <= 'Z') || c == '_';
            if (!word && (i == 0 || (c != '.' && c != '-'))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text can be a repository's name. */
    public static boolean isRepository(String text) {
        if (text.isEmpty() || text.length() > MAX_NAME) {
            return false;
        }
        int start = 0;
        while (start <= text.length()) {
            int slash = text.indexOf('/', start);
            int end = slash < 0 ? text.length() : slash;
            if (!isComponent(text, start, end)) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static boolean isComponent(String text, int start, int end) {
        if (start == end || !isLowerAlphanumeric(text.charAt(start))) {
            return false;
        }
        int i = start;
        while (i < end) {
            if (isLowerAlphanumeric(text.charAt(i))) {
                i++;
                continue;
            }
            i = afterSeparator(text, i, end);
            if (i >= end || !isLowerAlphanumeric(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Where one separator ends: a dot, one or two underscores, any number of dashes. */
    private static int afterSeparator(String text, int at, int end) {
        char c = text.charAt(at);
        if (c == '.') {
            return at + 1;
        }
        if (c == '_') {
            return at + 1 < end && text.charAt(at + 1) == '_' ? at + 2 : at + 1;
        }
        int i = at;
        while (i < end && text.charAt(i) == '-') {
            i++;
        }
        return i;
    }

    /** Whether a character is one of a-z and 0-9. */
    public static boolean isLowerAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    }

    /** Shortens foreign text for a message. */
    public static String excerpt(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    /** Whether a reference is a digest, not a tag. */
    public static boolean isDigest(String reference) {
        return reference.indexOf(':') >= 0;
    }
}
