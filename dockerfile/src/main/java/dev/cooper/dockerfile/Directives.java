package dev.cooper.dockerfile;

import java.util.Optional;

/**
 * The parser directives at the top of a Dockerfile.
 *
 * @param syntax the frontend image named by {@code # syntax=}, whose language is asked for
 * @param escape the escape character: a backslash or a backtick
 * @param check the value of {@code # check=}: which build checks to skip, and whether they are
 *     errors
 */
public record Directives(Optional<String> syntax, char escape, Optional<String> check) {

    /** No directive given: backslash escapes. */
    public static final Directives NONE = new Directives(Optional.empty(), '\\', Optional.empty());
}
