package dev.cooper.linux;

import dev.cooper.oci.FileName;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Extended attributes of files in a directory. Kernels before 6.13 know no call relative to a
 * directory, so the directory is named through {@code /proc/self/fd}.
 */
final class Xattrs {
    private static final int VALUES = 0x10000; // a value has at most 64 KiB

    private Xattrs() {}

    static SortedMap<String, byte[]> all(Directory directory, String name) throws ErrnoException {
        byte[] keys;
        try (Scratch scratch = Scratch.take()) {
            boolean self = name.equals(".");
            long length =
                    Syscall.call(
                            scratch,
                            self ? SyscallNumber.FLISTXATTR : SyscallNumber.LLISTXATTR,
                            self ? directory.fd() : scratch.path(proc(directory, name)),
                            scratch.addressOf(Scratch.DATA),
                            VALUES);
            if (length == 0 || length == -Errno.EOPNOTSUPP) {
                return Collections.emptySortedMap();
            }
            Syscall.check(length, "listing extended attributes of", directory.pathOf(name));
            keys = scratch.copy(Scratch.DATA, (int) length);
        }
        SortedMap<String, byte[]> found = new TreeMap<>();
        int start = 0;
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] == 0) {
                String key = FileName.decode(keys, start, i - start);
                byte[] value = one(directory, name, key);
                if (value != null) {
                    found.put(key, value);
                }
                start = i + 1;
            }
        }
        return found;
    }

    static byte @Nullable [] one(Directory directory, String name, String key)
            throws ErrnoException {
        try (Scratch scratch = Scratch.take()) {
            boolean self = name.equals(".");
            long keyAddress = scratch.secondPath(key);
            long length =
                    Syscall.call(
                            scratch,
                            self ? SyscallNumber.FGETXATTR : SyscallNumber.LGETXATTR,
                            self ? directory.fd() : scratch.path(proc(directory, name)),
                            keyAddress,
                            scratch.addressOf(Scratch.DATA),
                            VALUES);
            if (length == -Errno.ENODATA || length == -Errno.EOPNOTSUPP) {
                return null;
            }
            Syscall.check(
                    length, "reading extended attribute " + key + " of", directory.pathOf(name));
            return scratch.copy(Scratch.DATA, (int) length);
        }
    }

    static void set(Directory directory, String name, String key, byte[] value)
            throws ErrnoException {
        if (value.length > VALUES) {
            throw new ErrnoException("setting " + key + " of", directory.pathOf(name), Errno.E2BIG);
        }
        try (Scratch scratch = Scratch.take()) {
            boolean self = name.equals(".");
            long keyAddress = scratch.secondPath(key);
            scratch.bytes().put(Scratch.DATA, value);
            long result =
                    Syscall.call(
                            scratch,
                            self ? SyscallNumber.FSETXATTR : SyscallNumber.LSETXATTR,
                            self ? directory.fd() : scratch.path(proc(directory, name)),
                            keyAddress,
                            scratch.addressOf(Scratch.DATA),
                            value.length,
                            0);
            Syscall.check(
                    result, "setting extended attribute " + key + " of", directory.pathOf(name));
        }
    }

    static void remove(Directory directory, String name, String key) throws ErrnoException {
        try (Scratch scratch = Scratch.take()) {
            boolean self = name.equals(".");
            long keyAddress = scratch.secondPath(key);
            long result =
                    Syscall.call(
                            scratch,
                            self ? SyscallNumber.FREMOVEXATTR : SyscallNumber.LREMOVEXATTR,
                            self ? directory.fd() : scratch.path(proc(directory, name)),
                            keyAddress);
            if (result != -Errno.ENODATA) {
                Syscall.check(
                        result,
                        "removing extended attribute " + key + " of",
                        directory.pathOf(name));
            }
        }
    }

    private static String proc(Directory directory, String name) {
        return "/proc/self/fd/" + directory.fd() + "/" + name;
    }
}
