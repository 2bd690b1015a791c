package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Reads {@code storage}, and what Cooper adds to it. */
final class StorageSection {
    /** As long as makes no difference. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    private StorageSection() {}

    /**
     * Reads the section.
     *
     * @param directory where the data is when nothing else is said
     * @param mayDelete whether deletes are allowed when nothing else is said
     */
    static StorageConfig read(ConfigTree tree, Path directory, boolean mayDelete) {
        String driver = tree.text("storage").orElse("");
        if (!Set.of("", "filesystem", "s3").contains(driver)) {
            throw ConfigFile.notSupported("storage", "\"" + driver + "\"");
        }
        if (!tree.under("storage.s3").isEmpty() && !tree.under("storage.filesystem").isEmpty()) {
            throw new SyntaxException(
                    "storage: want one of filesystem and s3; both are configured");
        }
        StorageConfig defaults = StorageConfig.in(directory);
        StorageConfig storage =
                new StorageConfig(
                        tree.text("storage.filesystem.rootdirectory")
                                .filter(text -> !text.isEmpty())
                                .map(Path::of)
                                .orElse(directory),
                        DatabaseSection.read(tree),
                        S3Section.read(tree),
                        tree.flag("storage.delete.enabled", mayDelete),
                        tree.duration("cooper.gc.lease", defaults.lease()),
                        uploadExpiry(tree, defaults.uploadExpiry()));
        tree.drop("storage.filesystem");
        return storage;
    }

    private static Duration uploadExpiry(ConfigTree tree, Duration fallback) {
        String section = "storage.maintenance.uploadpurging.";
        Duration age = tree.duration(section + "age", fallback);
        boolean purges =
                tree.flag(section + "enabled", true) && !tree.flag(section + "dryrun", false);
        return purges ? age : NEVER;
    }
}
