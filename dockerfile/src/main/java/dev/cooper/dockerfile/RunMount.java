package dev.cooper.dockerfile;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One {@code RUN --mount}, expanded and checked. A target may still be relative to WORKDIR. */
public sealed interface RunMount {

    /**
     * Reads the value of one {@code --mount}.
     *
     * @throws dev.cooper.oci.SyntaxException when an option is unknown, has a bad value, or does
     *     not belong to the type of the mount
     */
    static RunMount parse(String csv, Expansion expansion) {
        return MountParser.parse(csv, expansion);
    }

    /**
     * Files of the build context, a stage, a named context or an image.
     *
     * @param from the stage, context or image; empty for the build context
     * @param source the path there; {@code /} when not given
     * @param readOnly false: the command may write, and what it writes is thrown away
     */
    record Bind(Optional<String> from, String source, String target, boolean readOnly)
            implements RunMount {}

    /** How builds share a cache mount. */
    enum Sharing {
        /** Several at a time. */
        SHARED,
        /** Each writer its own. */
        PRIVATE,
        /** One after the other. */
        LOCKED
    }

    /**
     * A directory that stays between builds.
     *
     * @param id the cache's name; empty: the cleaned absolute target is the name
     * @param from what a new cache is filled from
     * @param source the path in {@code from}, or the directory in the cache
     * @param mode permission bits of a new cache; 0755 when empty
     */
    record Cache(
            Optional<String> id,
            String target,
            Sharing sharing,
            boolean readOnly,
            Optional<String> from,
            Optional<String> source,
            OptionalInt mode,
            OptionalInt uid,
            OptionalInt gid)
            implements RunMount {}

    /**
     * An empty file system in memory.
     *
     * @param sizeBytes its limit
     */
    record Tmpfs(String target, OptionalLong sizeBytes) implements RunMount {}

    /**
     * A secret, as a file or an environment variable or both.
     *
     * @param id the secret's name
     * @param target the file; empty when only the variable is wanted
     * @param environmentVariable the variable; empty when only the file is wanted
     * @param required true: a build without this secret fails
     * @param mode permission bits; 0400 when empty
     */
    record Secret(
            String id,
            Optional<String> target,
            Optional<String> environmentVariable,
            boolean required,
            OptionalInt mode,
            OptionalInt uid,
            OptionalInt gid)
            implements RunMount {}

    /**
     * The socket of an SSH agent.
     *
     * @param id the agent's name; {@code default} when not given
     * @param target the socket; {@code /run/buildkit/ssh_agent.N} when empty
     * @param mode permission bits; 0600 when empty
     */
    record Ssh(
            String id,
            Optional<String> target,
            boolean required,
            OptionalInt mode,
            OptionalInt uid,
            OptionalInt gid)
            implements RunMount {}
}
