package dev.cooper.store;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;

/**
 * How large layers are uncompressed: one small file for each diff ID. Lost records do no harm, the
 * compressed size is shown instead.
 */
final class LayerSizes {
    private final Path directory;
    private final Path temporary;

    LayerSizes(Path directory, Path temporary) {
        this.directory = directory;
        this.temporary = temporary;
    }

    private Path path(Digest diffId) {
        return directory.resolve(diffId.algorithm().id() + "-" + diffId.hex());
    }

    OptionalLong get(Digest diffId) throws IOException {
        try {
            String text = Files.readString(path(diffId), StandardCharsets.US_ASCII).strip();
            return OptionalLong.of(Long.parseLong(text));
        } catch (NoSuchFileException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    void put(Digest diffId, long size) throws IOException {
        if (get(diffId).orElse(-1) == size) {
            return;
        }
        Path fresh = temporary.resolve(Disk.freshName(FileBlobWriter.PREFIX));
        try {
            Files.createDirectories(directory);
            // no sync: a record that a crash loses only makes a size inexact
            Files.writeString(fresh, size + "\n", StandardCharsets.US_ASCII);
            Files.move(fresh, path(diffId), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw Disk.explain("writing " + path(diffId), e);
        }
    }
}
