package dev.cooper.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory that describes one step to an OCI runtime; in memory, because of secrets. */
final class OciBundle implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path path;

    private OciBundle(Path path) {
        this.path = path;
    }

    static OciBundle create(String id) throws IOException {
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return new OciBundle(
                Files.isWritable(MEMORY)
                        ? Files.createTempDirectory(MEMORY, id + "-", mode)
                        : Files.createTempDirectory(id + "-", mode));
    }

    Path path() {
        return path;
    }

    /** Writes a file and returns its absolute path. */
    String write(String name, byte[] content, int mode, int uid, int gid) throws IOException {
        try (Directory directory = Directory.open(path.toString())) {
            try (OutputStream out = directory.create(name, mode)) {
                out.write(content);
            }
            if (uid != 0 || gid != 0) {
                directory.chown(name, uid, gid);
            }
        }
        return path.resolve(name).toString();
    }

    /** Returns where a source lies on the host, links resolved inside its root. */
    static String realPath(SandboxMount.Bind bind) throws IOException {
        if (bind.root().equals("/")) {
            return bind.source();
        }
        try (Directory root = Directory.open(bind.root())) {
            int fd = Open.tryInRoot(root.fd(), bind.source(), Open.PATH);
            Syscall.check(fd, "opening", bind.source() + " in " + bind.root());
            try {
                return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(fd)))
                        .toString();
            } finally {
                Open.close(fd);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (Directory above = Directory.open(path.resolveSibling(".").toString())) {
            above.removeTree(path.getFileName().toString());
        }
    }
}
