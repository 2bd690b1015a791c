package dev.cooper.build;

import dev.cooper.linux.Directory;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import java.io.IOException;

/** Copies the content of a directory into another, with owners, modes and times. */
final class TreeCopy {
    private TreeCopy() {}

    static void copy(Directory from, Directory to) throws IOException {
        for (String name : from.list()) {
            Stat stat = from.stat(name);
            switch (stat.type()) {
                case DIRECTORY -> {
                    to.mkdir(name, 0700);
                    try (Directory below = from.openDirectory(name);
                            Directory target = to.openDirectory(name)) {
                        copy(below, target);
                    }
                }
                case FILE -> from.copyFile(name, to, name, 0600);
                case SYMLINK -> to.symlink(from.readLink(name), name);
                case CHAR_DEVICE, BLOCK_DEVICE, FIFO ->
                        to.mknod(name, stat.mode(), stat.rdevMajor(), stat.rdevMinor());
                case SOCKET -> {
                    continue;
                }
            }
            if (stat.uid() != 0 || stat.gid() != 0) {
                to.chown(name, stat.uid(), stat.gid());
            }
            if (stat.type() != FileType.SYMLINK) {
                to.chmod(name, stat.permissions());
            }
            to.setTimes(name, stat.mtimeSeconds(), stat.mtimeNanos());
        }
    }
}
