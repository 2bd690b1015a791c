package dev.cooper.scan.remote;

import dev.cooper.inventory.LayerMemory;
import dev.cooper.oci.Digest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What a scan server knows of layers: what it lacks is sent to it, once. */
public final class RemoteLayers implements LayerMemory {
    private static final int AT_ONCE = 8;

    private final ServerConnection server;
    private final Map<String, byte[]> known = new ConcurrentHashMap<>();

    /**
     * @param server stays the caller's
     */
    public RemoteLayers(ServerConnection server) {
        this.server = server;
    }

    @Override
    public void expect(Collection<Digest> diffIds, Collection<String> makers)
            throws IOException, InterruptedException {
        List<Future<?>> asked = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            try {
                for (Digest diffId : new LinkedHashSet<>(diffIds)) {
                    for (String maker : makers) {
                        asked.add(threads.submit(() -> fetch(Paths.layer(diffId, maker))));
                    }
                }
                for (Future<?> each : asked) {
                    each.get();
                }
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case IOException cause -> throw cause;
                    case InterruptedException cause -> throw cause;
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    case null, default -> throw new IllegalStateException(e);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private boolean fetch(String path) throws IOException, InterruptedException {
        Optional<byte[]> content = server.get(path, Paths.LARGEST);
        content.ifPresent(bytes -> known.put(path, bytes));
        return content.isPresent();
    }

    @Override
    public Optional<byte[]> read(Digest diffId, String maker) {
        return Optional.ofNullable(known.get(Paths.layer(diffId, maker)));
    }

    @Override
    public void write(Digest diffId, String maker, byte[] content) throws IOException {
        if (content.length > Paths.LARGEST) {
            throw new IOException(
                    "layer %s has so much in it that no server takes it (%d bytes)"
                            .formatted(diffId, content.length));
        }
        try {
            server.put(Paths.layer(diffId, maker), content);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
