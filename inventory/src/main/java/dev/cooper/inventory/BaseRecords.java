package dev.cooper.inventory;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * On which images those were built that were built here: a small file for each image ID, beside
 * what is known of layers. It is no part of the image, whose digest must not change with the name
 * of a base that stays the same.
 */
public final class BaseRecords {
    private static final int LONGEST = 4096;
    private static final int LINES = 4;

    /**
     * What an image was built on.
     *
     * @param name as the Dockerfile has it
     * @param manifest the digest of its manifest
     * @param layers how many of the lowest layers are its own
     * @param steps how many of the first lines of the history are its own
     */
    public record Base(String name, Digest manifest, int layers, int steps) {}

    private final Path directory;

    /**
     * @param cacheDirectory that of {@link Inventories}
     */
    public BaseRecords(Path cacheDirectory) {
        this.directory = cacheDirectory.resolve("bases");
    }

    /**
     * Notes what an image was built on; what was noted before is forgotten.
     *
     * @param image the digest of its configuration
     */
    public void record(Digest image, Base base) throws IOException {
        String text =
                String.join(
                        "\n",
                        base.name(),
                        base.manifest().toString(),
                        Integer.toString(base.layers()),
                        Integer.toString(base.steps()));
        SmallFiles.write(path(image), text);
    }

    /**
     * What an image was built on; empty where nothing was noted, or nothing that can be read.
     *
     * @param image the digest of its configuration
     */
    public Optional<Base> find(Digest image) throws IOException {
        Optional<String> text = SmallFiles.read(path(image), LONGEST);
        List<String> lines = text.map(all -> all.lines().toList()).orElse(List.of());
        if (lines.size() != LINES) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Base(
                            lines.getFirst(),
                            Digest.parse(lines.get(1)),
                            Integer.parseInt(lines.get(2)),
                            Integer.parseInt(lines.getLast())));
        } catch (SyntaxException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Path path(Digest image) {
        return directory.resolve(image.hex().substring(0, 2)).resolve(image.hex());
    }
}
