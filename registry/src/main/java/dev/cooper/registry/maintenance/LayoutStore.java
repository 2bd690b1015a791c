package dev.cooper.registry.maintenance;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.protocol.Names;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One OCI image layout, or a tree of them with one for each repository, as zot has it. */
final class LayoutStore implements ForeignStore {
    private static final String TAG = "org.opencontainers.image.ref.name";
    private static final int DEEPEST = 32;

    private final Map<String, Path> layouts;

    LayoutStore(Map<String, Path> layouts) {
        this.layouts = layouts;
    }

    /** The layouts by the name of their repository. */
    static Map<String, Path> find(Path directory, Optional<String> repository) throws IOException {
        Map<String, Path> found = new TreeMap<>();
        if (!Files.exists(directory.resolve("oci-layout"))) {
            collect(directory, "", found);
            return found;
        }
        String name =
                repository.orElseThrow(() ->
                        new IOException(
                                directory
                                        + " is one OCI layout; say what to call its repository:"
                                        + " --repository NAME"));
        found.put(name, directory);
        return found;
    }

    private static void collect(Path directory, String prefix, Map<String, Path> found)
            throws IOException {
        for (Path child : DistributionStore.children(directory)) {
            String name = prefix + child.getFileName();
            if (Files.exists(child.resolve("oci-layout"))) {
                found.put(name, child);
            }
            if (!name.endsWith("/blobs")
                    && prefix.chars().filter(c -> c == '/').count() < DEEPEST) {
                collect(child, name + "/", found);
            }
        }
    }

    @Override
    public List<String> repositories() {
        return List.copyOf(layouts.keySet());
    }

    @Override
    public Contents contents(String repository) throws IOException {
        Map<Digest, String> manifests = new LinkedHashMap<>();
        Map<String, Digest> tags = new LinkedHashMap<>();
        Path file = layout(repository).resolve("index.json");
        ImageIndex index = index(file);
        for (Descriptor manifest : index.manifests()) {
            Optional.ofNullable(manifest.annotations().get(TAG))
                    .map(text -> text.substring(text.lastIndexOf(':') + 1))
                    .filter(Names::isTag)
                    .ifPresent(tag -> tags.put(tag, manifest.digest()));
            add(repository, manifest, manifests, 0);
        }
        return new Contents(manifests, tags);
    }

    private void add(
            String repository, Descriptor manifest, Map<Digest, String> manifests, int depth)
            throws IOException {
        boolean index = MediaTypes.isIndex(manifest.mediaType());
        Path file = file(repository, manifest.digest());
        if (index && depth < DEEPEST && Files.exists(file)) {
            for (Descriptor child : index(file).manifests()) {
                // Others may be left out of an index that was copied for some platforms only.
                if (Files.exists(file(repository, child.digest()))) {
                    add(repository, child, manifests, depth + 1);
                }
            }
        }
        manifests.put(manifest.digest(), manifest.mediaType());
    }

    private static ImageIndex index(Path file) throws IOException {
        try {
            return ImageIndex.parse(Files.readAllBytes(file));
        } catch (SyntaxException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private Path layout(String repository) {
        return layouts.getOrDefault(repository, Path.of("."));
    }

    @Override
    public Path file(String repository, Digest digest) {
        return layout(repository)
                .resolve("blobs")
                .resolve(digest.algorithm().id())
                .resolve(digest.hex());
    }
}
