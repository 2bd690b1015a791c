package dev.cooper.inventory.lock;

import java.util.List;

/** Reads lock files of one kind. */
@FunctionalInterface
public interface LockFile {
    /**
     * @param content of the lock file
     * @return the packages it names, in its order; a package may be named several times
     * @throws dev.cooper.oci.SyntaxException when it is no such file
     */
    List<Locked> read(byte[] content, Surroundings around);
}
