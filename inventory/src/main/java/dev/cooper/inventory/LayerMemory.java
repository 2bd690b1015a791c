package dev.cooper.inventory;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/**
 * Keeps what was made of layers, so that no layer is read twice. Any number of threads may use one.
 */
public interface LayerMemory {
    /**
     * Hears what will be asked for soon: whoever has to fetch it can fetch it together.
     *
     * @throws IOException when it cannot be asked at all
     */
    default void expect(Collection<Digest> diffIds, Collection<String> makers)
            throws IOException, InterruptedException {}

    /**
     * What a maker has made of a layer; empty when it has not, or when what was kept is damaged or
     * cannot be read, which costs no more than to make it again.
     *
     * @param maker a plain name: letters, digits, {@code -}, {@code _} and dots
     */
    Optional<byte[]> read(Digest diffId, String maker);

    /**
     * Keeps what a maker has made of a layer.
     *
     * @throws IOException when it cannot be kept
     */
    void write(Digest diffId, String maker, byte[] content) throws IOException;

    /** The right to read a layer, which one at a time has of all who share what is kept. */
    interface Turn extends AutoCloseable {
        /** Gives it to the next. */
        @Override
        void close();
    }

    /**
     * Waits for the turn to read a layer; whoever gets it asks once more for what is kept.
     *
     * @throws IOException when there are no turns, as nothing can be kept
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    default Turn turn(Digest diffId) throws IOException, InterruptedException {
        return () -> {};
    }
}
