package dev.cooper.build;

import dev.cooper.linux.Directory;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * Copies a root into a directory of the user, over what is there. Files belong to the user who
 * builds, as with buildx; devices and sockets are left out.
 */
final class LocalCopy {
    private final OptionalLong clamp;

    LocalCopy(OptionalLong clamp) {
        this.clamp = clamp;
    }

    void copy(Directory from, Directory to) throws IOException {
        for (String name : from.list()) {
            Stat stat = from.stat(name);
            switch (stat.type()) {
                case DIRECTORY -> directory(from, to, name);
                case FILE -> {
                    makeRoom(to, name);
                    from.copyFile(name, to, name, 0600);
                }
                case SYMLINK -> {
                    makeRoom(to, name);
                    to.symlink(from.readLink(name), name);
                }
                case CHAR_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> {
                    continue;
                }
            }
            if (stat.type() != FileType.SYMLINK) {
                to.chmod(name, stat.permissions());
            }
            boolean late = clamp.isPresent() && stat.mtimeSeconds() >= clamp.getAsLong();
            to.setTimes(
                    name,
                    late ? clamp.getAsLong() : stat.mtimeSeconds(),
                    late ? 0 : stat.mtimeNanos());
        }
    }

    private void directory(Directory from, Directory to, String name) throws IOException {
        Stat there = to.statOrNull(name);
        if (there != null && there.type() != FileType.DIRECTORY) {
            to.unlink(name);
            there = null;
        }
        if (there == null) {
            to.mkdir(name, 0700);
        }
        try (Directory below = from.openDirectory(name);
                Directory target = to.openDirectory(name)) {
            copy(below, target);
        }
    }

    private static void makeRoom(Directory to, String name) throws IOException {
        Stat there = to.statOrNull(name);
        if (there == null) {
            return;
        }
        if (there.type() == FileType.DIRECTORY) {
            throw new IOException(
                    "output directory: "
                            + name
                            + " is a directory there and a file in the image;"
                            + " remove it");
        }
        to.unlink(name);
    }
}
