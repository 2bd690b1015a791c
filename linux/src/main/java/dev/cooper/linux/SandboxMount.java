package dev.cooper.linux;

/**
 * A mount that a step asked for. Targets are absolute paths inside the sandbox; missing mount
 * points are made for the step and removed afterwards where the step did not use them. Mounts are
 * made in the order given, so a later one may lie inside an earlier one.
 */
public sealed interface SandboxMount {
    /** Returns the absolute path inside the sandbox. */
    String target();

    /**
     * A directory or file of the host.
     *
     * @param root an absolute path on the host that bounds the resolution of {@code source}; "/"
     *     for none
     * @param source path below {@code root}, resolved with {@code root} as if it were "/", so that
     *     symbolic links in an image cannot lead out of it
     * @param target absolute path inside the sandbox
     * @param readOnly whether writes are refused
     */
    record Bind(String root, String source, String target, boolean readOnly)
            implements SandboxMount {
        public Bind {
            requireAbsolute(root);
            requireAbsolute(target);
        }

        /** A bind of an absolute host path that the caller trusts. */
        public Bind(String source, String target, boolean readOnly) {
            this("/", source, target, readOnly);
        }
    }

    /**
     * A fresh file system in memory.
     *
     * @param target absolute path inside the sandbox
     * @param sizeBytes upper limit in bytes; 0 for the kernel's default (half of the memory)
     * @param mode permission bits of its root, for example 01777
     */
    record Tmpfs(String target, long sizeBytes, int mode) implements SandboxMount {
        public Tmpfs {
            requireAbsolute(target);
        }
    }

    /**
     * A read-only file with the given bytes that exists in memory only: secrets never reach a disk.
     *
     * @param content the bytes of the file; not copied, do not change them
     * @param target absolute path inside the sandbox
     * @param mode permission bits
     * @param uid owner inside the sandbox
     * @param gid group inside the sandbox
     */
    @SuppressWarnings("ArrayRecordComponent") // identity of the bytes is never asked for
    record File(byte[] content, String target, int mode, int uid, int gid) implements SandboxMount {
        public File {
            requireAbsolute(target);
        }
    }

    private static void requireAbsolute(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "mount path \"" + path + "\": want an absolute path");
        }
    }
}
