package dev.cooper.inventory;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.DigestMismatchException;
import dev.cooper.archive.DigestingReadAhead;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.oci.Digest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Looks into images and directories. A layer is walked once for all who want to see it, and what
 * they make of it is kept under its diff ID: the next image with this layer is not read.
 */
public final class Inventories {
    private static final int USUALLY_AT_ONCE = 2;
    private static final String PACKAGES = "packages";
    private static final List<String> CATALOGERS =
            Catalogers.OF_IMAGES.stream().map(Cataloger::id).toList();

    /**
     * A layer of an image.
     *
     * @param diffId the digest of the uncompressed tar, which is verified
     */
    public record Layer(Digest diffId, Content content) {}

    /** Where a layer's bytes come from. */
    @FunctionalInterface
    public interface Content {
        /** Opens the uncompressed tar; the caller closes it. Called on any thread, if at all. */
        InputStream open() throws IOException;

        /**
         * Opens the tar so that what is skipped of it is not read, where it lies so; the caller
         * closes it.
         */
        default Optional<InputStream> openLeaping() throws IOException {
            return Optional.empty();
        }
    }

    private final LayerMemory cache;
    private int atOnce = USUALLY_AT_ONCE;

    /**
     * @param cacheDirectory where what is known of layers lies; is made when it is missing
     */
    public Inventories(Path cacheDirectory) {
        this(new LayerCache(cacheDirectory));
    }

    /**
     * @param cache keeps what is known of layers
     */
    public Inventories(LayerMemory cache) {
        this.cache = cache;
    }

    /** Says how many layers are read at once, instead of two. */
    public Inventories readingAtOnce(int layers) {
        atOnce = layers;
        return this;
    }

    /**
     * Looks into an image. Layers that are not known yet are read, several at a time.
     *
     * @param layers from the bottom up
     * @throws DigestMismatchException when a layer is not the one that its diff ID names
     * @throws IOException when a layer cannot be read
     */
    public Inspected inspect(List<Layer> layers, List<LayerObserver> observers)
            throws IOException, InterruptedException {
        cache.expect(layers.stream().map(Layer::diffId).toList(), makers(observers));
        Map<Digest, Future<InspectedLayer>> started = new HashMap<>();
        List<Future<InspectedLayer>> futures = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(atOnce, Thread.ofPlatform().daemon().factory())) {
            try {
                for (Layer layer : layers) {
                    futures.add(
                            started.computeIfAbsent(
                                    layer.diffId(),
                                    id -> threads.submit(() -> inspect(layer, observers))));
                }
                List<InspectedLayer> inspected = new ArrayList<>();
                for (Future<InspectedLayer> future : futures) {
                    inspected.add(future.get());
                }
                return InspectedLayer.together(inspected);
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case IOException cause -> throw cause;
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    case null, default -> throw new IllegalStateException(e);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /**
     * Looks into a directory, through no symbolic link. Nothing is kept.
     *
     * @throws IOException when the directory itself cannot be read
     */
    public Inspected inspectDirectory(
            Path root, DirectoryOptions options, List<LayerObserver> observers) throws IOException {
        Audience audience = new Audience(Catalogers.of(options), observers);
        LayerInventory layer = new DirectoryWalk(root, options, audience).read();
        return InspectedLayer.together(
                List.of(new InspectedLayer(layer, audience.observed(), List.of())));
    }

    private static List<String> makers(List<LayerObserver> observers) {
        List<String> makers = new ArrayList<>(List.of(PACKAGES));
        observers.forEach(each -> makers.add(each.id()));
        return makers;
    }

    /** What is kept of a layer, and who has still to see it. */
    private record Known(
            Optional<LayerInventory> inventory,
            Map<String, Observed> observed,
            List<LayerObserver> missing) {
        Optional<InspectedLayer> whole() {
            return missing.isEmpty()
                    ? inventory.map(each -> new InspectedLayer(each, observed, List.of()))
                    : Optional.empty();
        }
    }

    private Known known(Digest diffId, List<LayerObserver> observers) {
        Map<String, Observed> known = new HashMap<>();
        List<LayerObserver> missing = new ArrayList<>();
        for (LayerObserver observer : observers) {
            Optional<Observed> found = cache.read(diffId, observer.id()).flatMap(Observed::decode);
            found.ifPresentOrElse(
                    each -> known.put(observer.id(), each), () -> missing.add(observer));
        }
        Optional<LayerInventory> inventory =
                cache.read(diffId, PACKAGES).flatMap(each -> LayerCodec.read(each, CATALOGERS));
        return new Known(inventory, known, missing);
    }

    private InspectedLayer inspect(Layer layer, List<LayerObserver> observers)
            throws IOException, InterruptedException {
        Optional<InspectedLayer> known = known(layer.diffId(), observers).whole();
        if (known.isPresent()) {
            return known.get();
        }
        LayerMemory.Turn turn;
        try {
            turn = cache.turn(layer.diffId());
        } catch (IOException e) {
            return read(layer, known(layer.diffId(), observers)); // nothing can be kept here
        }
        try (turn) {
            Known meanwhile = known(layer.diffId(), observers);
            Optional<InspectedLayer> whole = meanwhile.whole();
            return whole.isPresent() ? whole.get() : read(layer, meanwhile);
        }
    }

    private InspectedLayer read(Layer layer, Known known) throws IOException {
        Optional<PathSet> owned = ownedAhead(layer, known);
        Audience audience = audience(known, owned);
        LayerInventory read = read(layer, audience);
        PathSet brought = known.inventory.orElse(read).owned();
        if (owned.isPresent() && !owned.get().equals(brought)) {
            // What is said ahead is not verified, and is not believed.
            audience = audience(known, Optional.empty());
            read = read(layer, audience);
        }
        audience.leaveOut(brought);
        Map<String, Observed> observed = new HashMap<>(audience.observed());
        List<String> troubles = new ArrayList<>();
        try {
            if (known.inventory.isEmpty()) {
                cache.write(layer.diffId(), PACKAGES, LayerCodec.write(read, CATALOGERS));
            }
            for (Map.Entry<String, Observed> each : observed.entrySet()) {
                cache.write(layer.diffId(), each.getKey(), each.getValue().encode());
            }
        } catch (IOException e) {
            troubles.add("what was found in layers cannot be kept for the next time: " + e);
        }
        observed.putAll(known.observed);
        return new InspectedLayer(known.inventory.orElse(read), observed, troubles);
    }

    private static Audience audience(Known known, Optional<PathSet> owned) {
        return new Audience(
                known.inventory.isPresent() ? List.of() : Catalogers.OF_IMAGES,
                known.missing,
                owned);
    }

    /**
     * The files of the system's packages, before the layer is read for those who do not want them;
     * empty when nobody asks for it or it would cost as much as reading the layer.
     */
    private static Optional<PathSet> ownedAhead(Layer layer, Known known) throws IOException {
        if (known.missing.stream().noneMatch(LayerObserver::leavesOutOwned)) {
            return Optional.empty();
        }
        if (known.inventory.isPresent()) {
            return known.inventory.map(LayerInventory::owned);
        }
        Optional<InputStream> opened = layer.content().openLeaping();
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        Audience audience = new Audience(Catalogers.OF_PACKAGES, List.of(), Optional.empty());
        try (TarReader tar = TarReader.skipping(opened.get(), TarLimits.DEFAULT)) {
            return Optional.of(LayerInventory.read(tar, audience).owned());
        } catch (ArchiveException e) {
            return Optional.empty(); // it is told when the layer is read
        }
    }

    private static LayerInventory read(Layer layer, Audience audience) throws IOException {
        try (DigestingReadAhead tar =
                new DigestingReadAhead(layer.content().open(), layer.diffId().algorithm())) {
            @SuppressWarnings("resource") // whose stream is closed here
            TarReader reader = new TarReader(tar, TarLimits.DEFAULT);
            LayerInventory read = LayerInventory.read(reader, audience);
            tar.transferTo(OutputStream.nullOutputStream());
            long bytes = tar.count();
            Digest found = tar.digest();
            if (!found.equals(layer.diffId())) {
                throw new DigestMismatchException(layer.diffId(), found, bytes);
            }
            return read.withSize(bytes);
        }
    }
}
