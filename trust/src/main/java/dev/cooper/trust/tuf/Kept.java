package dev.cooper.trust.tuf;

import java.io.IOException;
import java.util.Optional;

/** What was believed of a repository before. */
public interface Kept {
    /**
     * Reads metadata.
     *
     * @param role whose
     * @return empty when nothing is kept
     */
    Optional<byte[]> metadata(String role) throws IOException;

    /** Keeps metadata in place of what was kept. */
    void keepMetadata(String role, byte[] content) throws IOException;

    /** Forgets metadata. */
    void forgetMetadata(String role) throws IOException;

    /** Reads a target. */
    Optional<byte[]> target(String name) throws IOException;

    /** Keeps a target in place of what was kept. */
    void keepTarget(String name, byte[] content) throws IOException;
}
