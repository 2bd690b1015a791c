package dev.cooper.inventory;

import java.util.List;

/**
 * What of a directory is looked at.
 *
 * @param skipDirectories patterns of directories that are passed over, from the top of the
 *     directory
 * @param skipFiles patterns of files that are passed over
 * @param installed whether packages count that are installed, besides those of the system
 * @param lockFiles whether packages count that lock files name
 */
public record DirectoryOptions(
        List<String> skipDirectories,
        List<String> skipFiles,
        boolean installed,
        boolean lockFiles) {
    /** Everything that is installed. */
    public static final DirectoryOptions INSTALLED =
            new DirectoryOptions(List.of(), List.of(), true, false);

    public DirectoryOptions {
        skipDirectories = List.copyOf(skipDirectories);
        skipFiles = List.copyOf(skipFiles);
    }
}
