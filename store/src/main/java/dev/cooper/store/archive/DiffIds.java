package dev.cooper.store.archive;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.Compression;
import dev.cooper.archive.DigestingInputStream;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.store.LocalStore;
import dev.cooper.store.Parallel;
import dev.cooper.store.Place;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Makes sure that layers are what the config of their image says. */
final class DiffIds {
    private static final int PARALLEL_LAYERS = Runtime.getRuntime().availableProcessors();

    private DiffIds() {}

    private record Pair(int number, Descriptor layer, Digest diffId) {}

    /**
     * Decompresses and hashes all layers, and remembers their sizes. What they decompress to is not
     * bounded, since nothing of it is kept: a file of zeros is a layer as good as any.
     *
     * @throws ArchiveException when a layer has another diff ID than the config says
     */
    static void verify(LocalStore store, ImageConfig config, List<Descriptor> layers)
            throws IOException {
        if (config.diffIds().size() != layers.size()) {
            throw new ArchiveException(
                    "damaged archive: the image has "
                            + layers.size()
                            + " layers, its config names "
                            + config.diffIds().size());
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            pairs.add(new Pair(i + 1, layers.get(i), config.diffIds().get(i)));
        }
        Parallel.forEach(pairs, PARALLEL_LAYERS, pair -> verify(store, pair));
    }

    private static void verify(LocalStore store, Pair pair) throws IOException {
        Digest found = pair.layer().digest();
        long size = pair.layer().size();
        boolean plain = compression(store, pair.layer()) == Compression.NONE;
        if (!plain || found.algorithm() != pair.diffId().algorithm()) {
            try (InputStream compressed = store.open(pair.layer());
                    DigestingInputStream in =
                            new DigestingInputStream(
                                    Compression.decompressAny(compressed),
                                    pair.diffId().algorithm())) {
                in.transferTo(OutputStream.nullOutputStream());
                found = in.digest();
                size = in.count();
            }
        }
        if (!found.equals(pair.diffId())) {
            throw new ArchiveException(
                    "damaged archive: invalid diffID for layer "
                            + pair.number()
                            + ": want "
                            + pair.diffId()
                            + ", got "
                            + found);
        }
        store.recordLayer(pair.diffId(), size);
    }

    static Compression compression(Place place, Descriptor layer) throws IOException {
        try (InputStream in = place.open(layer)) {
            return Compression.detect(in.readNBytes(Compression.MAGIC_BYTES));
        }
    }
}
