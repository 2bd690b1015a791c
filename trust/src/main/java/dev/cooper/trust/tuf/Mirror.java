package dev.cooper.trust.tuf;

import java.io.IOException;
import java.util.Optional;

/** Where the files of a repository are. Nothing that it gives is believed for its own sake. */
public interface Mirror {
    /**
     * Gets a file.
     *
     * @param path below the repository, such as {@code timestamp.json} or {@code targets/a.json}
     * @param most how many bytes it may have
     * @return empty when there is none
     * @throws IOException when it cannot be had, or has more bytes
     */
    Optional<byte[]> get(String path, int most) throws IOException;
}
