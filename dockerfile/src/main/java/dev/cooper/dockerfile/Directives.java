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

    /**
     * Says whether a frontend is one whose language this package speaks: any tag of {@code
     * docker/dockerfile} or {@code docker/dockerfile-upstream} from any registry, or {@code
     * dockerfile.v0}.
     *
     * @param frontend the value of {@code # syntax=} or BUILDKIT_SYNTAX; what follows a blank is
     *     not part of the image's name
     */
    public static boolean isBuiltIn(String frontend) {
        int blank = frontend.indexOf(' ');
        String name = blank < 0 ? frontend : frontend.substring(0, blank);
        if (name.equals("dockerfile.v0")) {
            return true;
        }
        int digest = name.indexOf('@');
        name = digest < 0 ? name : name.substring(0, digest);
        int tag = name.indexOf(':', name.lastIndexOf('/') + 1);
        name = "/" + (tag < 0 ? name : name.substring(0, tag));
        return name.endsWith("/docker/dockerfile") || name.endsWith("/docker/dockerfile-upstream");
    }

    /** The frontend that {@code # syntax=} asks for when it is not a built-in one. */
    public Optional<String> foreignFrontend() {
        return syntax.filter(frontend -> !isBuiltIn(frontend));
    }
}
