package dev.cooper.registry.protocol;

import dev.cooper.oci.SyntaxException;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an account may do in some repositories, written {@code team/*:pull,push}.
 *
 * @param pattern names of repositories; {@code *} stands for any part of one component, {@code **}
 *     for anything
 * @param actions some of pull, push, delete
 */
public record Grant(String pattern, Set<String> actions) {
    private static final List<String> ACTIONS = List.of(Scope.PULL, Scope.PUSH, Scope.DELETE);
    private static final int LONGEST = 255;
    private static final int MOST_STARS = 6;

    /** Keeps the actions in their usual order. */
    public Grant {
        Set<String> ordered = new LinkedHashSet<>(ACTIONS);
        ordered.retainAll(actions);
        actions = Collections.unmodifiableSet(ordered);
    }

    /**
     * Reads a grant.
     *
     * @param text such as {@code team/*:pull,push}; {@code *} after the colon means all actions
     * @throws SyntaxException when it is none
     */
    public static Grant parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw wrong(text);
        }
        String pattern = pattern(text.substring(0, colon));
        Set<String> actions = new LinkedHashSet<>();
        for (String action : text.substring(colon + 1).split(",")) {
            if (action.equals("*")) {
                actions.addAll(ACTIONS);
            } else if (ACTIONS.contains(action)) {
                actions.add(action);
            } else {
                throw wrong(text);
            }
        }
        return new Grant(pattern, actions);
    }

    /**
     * Checks a pattern.
     *
     * @throws SyntaxException when no name of a repository could be like it
     */
    public static String pattern(String text) {
        boolean known =
                text.chars()
                        .allMatch(c ->
                                Names.isLowerAlphanumeric((char) c) || "._-/*".indexOf(c) >= 0);
        if (!known || text.isEmpty() || text.length() > LONGEST || tooManyStars(text)) {
            throw new SyntaxException(
                    "\""
                            + Names.excerpt(text)
                            + "\" is no pattern for repositories; want one such as team/*");
        }
        return text;
    }

    /** More would make comparing slow. */
    private static boolean tooManyStars(String text) {
        return text.chars().filter(c -> c == '*').count() > MOST_STARS;
    }

    private static SyntaxException wrong(String text) {
        return new SyntaxException(
                "\""
                        + Names.excerpt(text)
                        + "\" is no right; want PATTERN:ACTIONS such as team/*:pull,push, with some"
                        + " of pull, push and delete");
    }

    /** Whether it gives the right to do something in a repository. */
    public boolean allows(String repository, String action) {
        return actions.contains(action) && isLike(pattern, 0, repository, 0);
    }

    /** Whether a name is like the pattern; both from some place on. */
    private static boolean isLike(String pattern, int p, String name, int n) {
        int at = n;
        for (int i = p; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '*') {
                if (at >= name.length() || name.charAt(at) != c) {
                    return false;
                }
                at++;
                continue;
            }
            boolean deep = i + 1 < pattern.length() && pattern.charAt(i + 1) == '*';
            return isLikeAfterStar(pattern, deep ? i + 2 : i + 1, name, at, deep);
        }
        return at == name.length();
    }

    private static boolean isLikeAfterStar(
            String pattern, int p, String name, int n, boolean deep) {
        for (int end = n; end <= name.length(); end++) {
            if (isLike(pattern, p, name, end)) {
                return true;
            }
            if (end < name.length() && name.charAt(end) == '/' && !deep) {
                return false;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return pattern + ":" + String.join(",", actions);
    }
}
