package dev.cooper.inventory;

import java.io.IOException;

/**
 * Reads packages out of files of one kind. A cataloger has no state: one serves all layers at the
 * same time.
 */
interface Cataloger {
    /**
     * By which what it has found is known in the cache of a layer; another name whenever it would
     * find something else in the same bytes.
     */
    String id();

    /** Whether it wants to see a file. */
    boolean wants(Candidate file);

    /** How many bytes a file may have that it reads; a larger one it wants is named instead. */
    default long largest() {
        return LayerFile.LARGEST;
    }

    /**
     * Reads a file.
     *
     * @throws DamagedFileException when it is not what its name promises; what was found in it
     *     before stays
     */
    void read(LayerFile file, Findings findings) throws IOException;
}
