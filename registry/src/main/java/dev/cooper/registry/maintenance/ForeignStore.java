package dev.cooper.registry.maintenance;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What another program has stored, to be taken over. */
interface ForeignStore {
    /**
     * What a repository has.
     *
     * @param manifests the manifests, with the media type where the store tells it
     * @param tags what each tag points to
     */
    record Contents(Map<Digest, String> manifests, Map<String, Digest> tags) {
        /** Copies the maps. */
        public Contents {
            manifests = Collections.unmodifiableMap(new LinkedHashMap<>(manifests));
            tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        }
    }

    /** The names of its repositories, sorted. */
    List<String> repositories() throws IOException;

    /** What one of them has. */
    Contents contents(String repository) throws IOException;

    /** Where the bytes of a blob or manifest are, if it has them; they are to be verified. */
    Path file(String repository, Digest digest);

    /**
     * Finds out what is in a directory.
     *
     * @param repository what to call the one repository of an OCI layout
     * @throws IOException when nothing in it can be taken over
     */
    static ForeignStore in(Path directory, Optional<String> repository) throws IOException {
        for (Path root :
                List.of(
                        directory.resolve("docker/registry/v2"),
                        directory.resolve("registry/v2"),
                        directory)) {
            if (Files.isDirectory(root.resolve("repositories"))
                    && Files.isDirectory(root.resolve("blobs"))) {
                return new DistributionStore(root);
            }
        }
        Map<String, Path> layouts = LayoutStore.find(directory, repository);
        if (layouts.isEmpty()) {
            throw new IOException(
                    "there is nothing to import in "
                            + directory
                            + ": neither docker/registry/v2 nor an OCI layout (oci-layout,"
                            + " index.json)");
        }
        return new LayoutStore(layouts);
    }
}
