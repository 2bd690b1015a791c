package dev.cooper.build.copy;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a copy changes what it copies.
 *
 * @param chown the value of {@code --chown}: {@code user[:group]}
 * @param chmod the value of {@code --chmod}: octal or symbolic
 * @param unpack whether a single file that is a tar, compressed or not, is extracted instead
 * @param epoch seconds since 1970 that all copied and made files get as their time; when empty,
 *     files keep theirs and directories that are made on the way get the current time
 * @param ignoreOwnership leaves all files to the current user, for namespaces with a single user
 */
public record CopyOptions(
        Optional<String> chown,
        Optional<String> chmod,
        boolean unpack,
        OptionalLong epoch,
        boolean ignoreOwnership) {
    /** Copies as it is, archives included. */
    public static final CopyOptions PLAIN =
            new CopyOptions(Optional.empty(), Optional.empty(), false, OptionalLong.empty(), false);

    /** These options with another {@code --chown}. */
    public CopyOptions withChown(String value) {
        return new CopyOptions(Optional.of(value), chmod, unpack, epoch, ignoreOwnership);
    }

    /** These options with another {@code --chmod}. */
    public CopyOptions withChmod(String value) {
        return new CopyOptions(chown, Optional.of(value), unpack, epoch, ignoreOwnership);
    }

    /** These options, archives extracted or not. */
    public CopyOptions withUnpack(boolean value) {
        return new CopyOptions(chown, chmod, value, epoch, ignoreOwnership);
    }

    /** These options with a time for all files. */
    public CopyOptions withEpoch(long seconds) {
        return new CopyOptions(chown, chmod, unpack, OptionalLong.of(seconds), ignoreOwnership);
    }

    /** These options, owners changed or not. */
    public CopyOptions withIgnoreOwnership(boolean value) {
        return new CopyOptions(chown, chmod, unpack, epoch, value);
    }
}
