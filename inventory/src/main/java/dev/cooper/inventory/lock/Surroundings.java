package dev.cooper.inventory.lock;

import java.util.Optional;

/** The files around one that is read. */
@FunctionalInterface
public interface Surroundings {
    /** Where nothing else is known. */
    Surroundings NONE = path -> Optional.empty();

    /**
     * A file's content; empty when there is none, it is too large, or it lies outside of what is
     * looked at.
     *
     * @param path from the directory of the file that is read, such as {@code ../pom.xml}
     */
    Optional<byte[]> file(String path);
}
