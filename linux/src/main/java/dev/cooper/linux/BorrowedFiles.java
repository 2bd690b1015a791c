package dev.cooper.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a step needs to find in its root file system where nothing can be mounted: device nodes and
 * the files of the network, put there before the step and removed after it. Files that the image
 * has itself are left alone.
 */
final class BorrowedFiles {
    private static final Map<String, Integer> MINORS =
            Map.of("null", 3, "zero", 5, "full", 7, "random", 8, "urandom", 9);

    private static final int MEMORY_DEVICES = 1;

    private record Borrowed(String directory, String name) {}

    private final String rootfs;
    private final List<Borrowed> borrowed = new ArrayList<>();
    private final MountPoints directories;

    private BorrowedFiles(String rootfs, MountPoints directories) {
        this.rootfs = rootfs;
        this.directories = directories;
    }

    static BorrowedFiles put(String rootfs, NetworkFiles network) throws IOException {
        BorrowedFiles files =
                new BorrowedFiles(
                        rootfs,
                        MountPoints.make(
                                rootfs,
                                List.of(
                                        new MountPoints.Wanted("/dev", true),
                                        new MountPoints.Wanted("/etc", true))));
        try (Directory root = Directory.open(rootfs);
                Directory dev = root.resolve("dev");
                Directory etc = root.resolve("etc")) {
            for (Map.Entry<String, Integer> node : MINORS.entrySet()) {
                files.device(dev, node.getKey(), node.getValue());
            }
            files.file(etc, "hosts", network.hosts());
            files.file(etc, "resolv.conf", network.resolver());
        } catch (IOException | RuntimeException e) {
            files.remove();
            throw e;
        }
        return files;
    }

    private void device(Directory dev, String name, int minor) throws IOException {
        if (dev.statOrNull(name) != null) {
            return;
        }
        try {
            dev.mknod(name, FileType.CHAR_DEVICE.bits() | 0666, MEMORY_DEVICES, minor);
            borrowed.add(new Borrowed("dev", name));
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EPERM) {
                throw e;
            }
            // Not a right of this container: the step does without.
        }
    }

    private void file(Directory etc, String name, byte[] content) throws IOException {
        if (etc.statOrNull(name) != null) {
            return;
        }
        borrowed.add(new Borrowed("etc", name));
        try (OutputStream out = etc.create(name, 0644)) {
            out.write(content);
        }
    }

    void remove() throws IOException {
        try (Directory root = Directory.open(rootfs)) {
            for (Borrowed one : borrowed) {
                try (Directory directory = root.resolve(one.directory())) {
                    if (directory.statOrNull(one.name()) != null) {
                        directory.unlink(one.name());
                    }
                }
            }
        }
        directories.remove();
    }
}
