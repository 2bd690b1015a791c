package dev.cooper.store;

import dev.cooper.linux.Stat;

/**
 * A copy of all files of a chain, made where nothing can be mounted.
 *
 * @param name its name in the work area
 * @param path absolute path of its root
 * @param seconds no file has been changed since the copy was made unless its ctime is later
 * @param nanos the nanoseconds of that time
 */
record CopiedTree(String name, String path, long seconds, int nanos) {
    /** Tells whether a file is as it was when the copy was made. */
    boolean isOlder(Stat stat) {
        return stat.ctimeSeconds() < seconds
                || (stat.ctimeSeconds() == seconds && stat.ctimeNanos() <= nanos);
    }
}
