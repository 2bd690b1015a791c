package dev.cooper.inventory;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What was made of layers, on disk: a file for each diff ID and maker. A file appears under its
 * name when it is complete and never changes, so any number of processes may read and write. One
 * that is damaged is as good as none.
 */
public final class LayerCache implements LayerMemory {
    private static final int CHECK = Integer.BYTES;

    private final Path directory;

    /**
     * @param directory is made when something is written into it
     */
    public LayerCache(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<byte[]> read(Digest diffId, String maker) {
        byte[] file;
        Path path = path(diffId, maker);
        try {
            file = Files.readAllBytes(path);
        } catch (IOException e) {
            return Optional.empty();
        }
        if (file.length < CHECK) {
            return Optional.empty();
        }
        CachedLayers.used(path);
        int end = file.length - CHECK;
        int wanted = ByteBuffer.wrap(file, end, CHECK).getInt();
        return wanted == check(diffId, maker, file, end)
                ? Optional.of(Arrays.copyOf(file, end))
                : Optional.empty();
    }

    @Override
    public Turn turn(Digest diffId) throws IOException, InterruptedException {
        return LayerTurn.take(path(diffId, ".turn"));
    }

    @Override
    public void write(Digest diffId, String maker, byte[] content) throws IOException {
        byte[] file = Arrays.copyOf(content, content.length + CHECK);
        ByteBuffer.wrap(file).putInt(content.length, check(diffId, maker, content, content.length));
        SmallFiles.write(path(diffId, maker), file);
        new CachedLayers(directory).trimDaily();
    }

    /** Forgets what a maker has made of a layer. */
    public void forget(Digest diffId, String maker) throws IOException {
        Files.deleteIfExists(path(diffId, maker));
    }

    /** A file of another layer or maker, put here by a mistake, is a damaged one. */
    private static int check(Digest diffId, String maker, byte[] content, int length) {
        CRC32C sum = new CRC32C();
        sum.update(new PackedWriter().text(diffId.toString()).text(maker).bytes());
        sum.update(content, 0, length);
        return (int) sum.getValue();
    }

    private Path path(Digest diffId, String maker) {
        return directory.resolve(diffId.hex().substring(0, 2)).resolve(diffId.hex()).resolve(maker);
    }
}
