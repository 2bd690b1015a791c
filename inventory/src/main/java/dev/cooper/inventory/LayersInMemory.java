package dev.cooper.inventory;

import dev.cooper.oci.Digest;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what was made of layers for as long as the program runs. */
public final class LayersInMemory implements LayerMemory {
    private record Key(Digest diffId, String maker) {}

    private final Map<Key, byte[]> kept = new ConcurrentHashMap<>();

    @Override
    public Optional<byte[]> read(Digest diffId, String maker) {
        return Optional.ofNullable(kept.get(new Key(diffId, maker)));
    }

    @Override
    public void write(Digest diffId, String maker, byte[] content) {
        kept.put(new Key(diffId, maker), content.clone());
    }
}
