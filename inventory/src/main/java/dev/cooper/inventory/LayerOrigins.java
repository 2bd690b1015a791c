package dev.cooper.inventory;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From which line of which Dockerfile layers come, as far as they were built here: a small file for
 * each chain of layers, beside what is known of their packages. It is no part of the image, whose
 * digest must not change with a comment in the Dockerfile.
 */
public final class LayerOrigins {
    private static final int LONGEST = 4096;

    private final Path directory;

    /**
     * @param cacheDirectory that of {@link Inventories}
     */
    public LayerOrigins(Path cacheDirectory) {
        this.directory = cacheDirectory.resolve("origins");
    }

    /**
     * Notes where the topmost of these layers comes from; what was noted before is forgotten.
     *
     * @param diffIds of the layer and all below it, from the bottom up
     * @param origin such as {@code Dockerfile:12}
     */
    public void record(List<Digest> diffIds, String origin) throws IOException {
        SmallFiles.write(path(chain(diffIds).getLast()), origin);
    }

    /**
     * Where each layer of an image comes from; empty where nothing was noted.
     *
     * @param diffIds of all layers, from the bottom up
     */
    public List<Optional<String>> find(List<Digest> diffIds) throws IOException {
        List<Optional<String>> origins = new ArrayList<>();
        for (Digest chain : chain(diffIds)) {
            origins.add(SmallFiles.read(path(chain), LONGEST));
        }
        return origins;
    }

    /** The chain IDs of layers (OCI image specification, "Layer ChainID"). */
    private static List<Digest> chain(List<Digest> diffIds) {
        List<Digest> chain = new ArrayList<>();
        for (Digest diffId : diffIds) {
            String both = chain.isEmpty() ? "" : chain.getLast() + " " + diffId;
            chain.add(
                    chain.isEmpty()
                            ? diffId
                            : Digest.sha256(both.getBytes(StandardCharsets.UTF_8)));
        }
        return chain;
    }

    private Path path(Digest chain) {
        return directory.resolve(chain.hex().substring(0, 2)).resolve(chain.hex());
    }
}
