package dev.cooper.inventory;

import java.io.IOException;
import java.io.Serial;

/** A file in a layer is not what its name promises; other files may be all right. */
public final class DamagedFileException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    /**
     * @param message what is wrong with the file, without its name
     */
    public DamagedFileException(String message) {
        super(message);
    }
}
