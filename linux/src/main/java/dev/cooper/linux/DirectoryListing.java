package dev.cooper.linux;

import dev.cooper.oci.FileName;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads directories with {@code getdents64}: types without a {@code stat} of each name. */
final class DirectoryListing {
    private static final Comparator<DirectoryEntry> BY_NAME =
            new Comparator<>() {
                @Override
                public int compare(DirectoryEntry a, DirectoryEntry b) {
                    return FileName.BYTE_ORDER.compare(a.name(), b.name());
                }
            };

    private DirectoryListing() {}

    static List<DirectoryEntry> read(Directory directory) throws IOException {
        List<DirectoryEntry> entries = new ArrayList<>();
        // A descriptor of its own: two listings at once must not share a position.
        int fd = Open.tryAt(directory.fd(), ".", Open.DIRECTORY, 0);
        Syscall.check(fd, "opening directory", directory.path());
        try (Scratch scratch = Scratch.take()) {
            while (true) {
                long length =
                        Syscall.call(
                                scratch,
                                SyscallNumber.GETDENTS64,
                                fd,
                                scratch.addressOf(Scratch.DATA),
                                Scratch.DATA_SIZE);
                Syscall.check(length, "listing", directory.path());
                if (length == 0) {
                    break;
                }
                parse(directory, scratch, (int) length, entries);
            }
        } finally {
            Open.close(fd);
        }
        entries.sort(BY_NAME);
        return entries;
    }

    private static void parse(
            Directory directory, Scratch scratch, int length, List<DirectoryEntry> entries)
            throws IOException {
        ByteBuffer b = scratch.bytes();
        int end = Scratch.DATA + length;
        for (int at = Scratch.DATA; at < end; at += b.getShort(at + 16) & 0xFFFF) {
            String name = scratch.string(at + 19);
            if (!name.equals(".") && !name.equals("..")) {
                int type = b.get(at + 18);
                entries.add(
                        new DirectoryEntry(
                                name,
                                type == 0
                                        ? directory.stat(name).type()
                                        : FileType.ofMode(type << 12),
                                b.getLong(at)));
            }
        }
    }
}
