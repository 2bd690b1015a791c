package dev.cooper.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;

/**
 * Sees the files of a layer while it is walked, once. What it made of them is kept under the
 * layer's diff ID and its own id, so that the next image with this layer is not read for it.
 */
public interface LayerObserver {
    /** Another name whenever it would make something else of the same bytes. */
    String id();

    /**
     * Whether it makes nothing of files that packages of the system have brought with the same
     * layer, but for configuration in {@code etc}.
     */
    default boolean leavesOutOwned() {
        return false;
    }

    /** Begins with a layer; observations of several layers go on at the same time. */
    Observation begin();

    /** What is made of one layer. */
    interface Observation {
        /** Whether it wants to see a file. */
        boolean wants(Candidate file);

        /**
         * Of how many bytes, at most, of one file it makes anything; of longer ones it sees so
         * many.
         */
        default int most() {
            return LayerFile.LARGEST;
        }

        /**
         * Takes a file, or the start of one that is longer than {@link #most}.
         *
         * @throws DamagedFileException when it is not what its name promises; a warning names it
         */
        void read(LayerFile file) throws IOException;

        /** Whether large files that nobody else wants are to come as a stream, whole. */
        default boolean streams() {
            return false;
        }

        /**
         * Takes a large file, which need not be read to its end.
         *
         * @param path clean and relative
         * @throws DamagedFileException as the other {@code read} does
         */
        default void read(String path, InputStream content) throws IOException {
            throw new UnsupportedOperationException();
        }

        /** Drops what was made of some files; called once, before the result is asked for. */
        default void forget(Predicate<String> paths) {}

        /** What is kept; never null. */
        byte[] result();
    }
}
