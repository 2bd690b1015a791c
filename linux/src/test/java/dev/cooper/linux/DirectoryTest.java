package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.FileName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class DirectoryTest {
    @TempDir Path temp;
    private Directory root;

    @BeforeEach
    void open() throws IOException {
        root = Directory.open(temp.toString());
    }

    @AfterEach
    void close() throws IOException {
        for (String name : root.list()) {
            root.removeTree(name);
        }
        root.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void write(String name, String text) throws IOException {
        try (OutputStream out = root.create(name, 0644)) {
            out.write(bytes(text));
        }
    }

    private String read(Directory directory, String name) throws IOException {
        try (InputStream in = directory.read(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertErrno(int errno, Executable executable) {
        ErrnoException e = assertThrows(ErrnoException.class, executable);
        assertEquals(Errno.name(errno), Errno.name(e.errno()), e.getMessage());
    }

    @Test
    void writesLongRunsOfZerosAsHoles() throws IOException {
        byte[] zeros = new byte[1 << 20];
        ByteArrayOutputStream want = new ByteArrayOutputStream();
        try (OutputStream out = root.create("holes", 0600)) {
            for (byte[] part : List.of(zeros, bytes("in between"), zeros, bytes("x"), zeros)) {
                out.write(part);
                want.write(part);
            }
        }
        try (InputStream in = root.read("holes")) {
            assertArrayEquals(want.toByteArray(), in.readAllBytes());
        }
        assertTrue(root.stat("holes").blocks() * 512 < zeros.length);
    }

    @Test
    void listsNamesInByteOrderWhateverTheirBytes() throws IOException {
        byte[] broken = {'b', (byte) 0xFF};
        List<String> names =
                new ArrayList<>(List.of("b", FileName.decode(broken), "a", "ä", "\uFFFD", "😀"));
        for (String name : names) {
            root.create(name, 0600).close();
        }
        names.sort(FileName.BYTE_ORDER);
        assertEquals(names, root.list());
        assertEquals(0, root.stat(FileName.decode(broken)).size());
    }

    @Test
    void listsDirectoriesLargerThanOneBuffer() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 10_000; i < 15_000; i++) {
            String name = "a-name-that-takes-some-room-in-the-buffer-" + i;
            root.create(name, 0600).close();
            names.add(name);
        }
        assertEquals(names, root.list());
    }

    @Test
    void tellsTypesAndAttributes() throws IOException {
        write("file", "12345");
        root.mkdir("dir", 02755);
        root.symlink("to/nowhere", "link");
        root.mknod("fifo", FileType.FIFO.bits() | 0622, 0, 0);
        root.link(root, "file", "second");
        Stat file = root.stat("file");
        assertEquals(FileType.FILE, file.type());
        assertEquals(5, file.size());
        assertEquals(2, file.nlink());
        assertEquals(file.inode(), root.stat("second").inode());
        assertEquals(02755, root.stat("dir").permissions());
        assertEquals(0622, root.stat("fifo").permissions());
        assertEquals(FileType.SYMLINK, root.stat("link").type());
        assertEquals("to/nowhere", root.readLink("link"));
        List<FileType> types = new ArrayList<>();
        for (DirectoryEntry entry : root.entries()) {
            types.add(entry.type());
        }
        assertEquals(
                List.of(
                        FileType.DIRECTORY,
                        FileType.FIFO,
                        FileType.FILE,
                        FileType.SYMLINK,
                        FileType.FILE),
                types);
        assertNull(root.statOrNull("missing"));
        assertErrno(Errno.ENOENT, () -> root.stat("missing"));
    }

    @Test
    void setsModesExactlyWhateverTheUmask() throws IOException {
        root.create("f", 04777).close();
        assertEquals(04777, root.stat("f").permissions());
        root.chmod("f", 0);
        assertEquals(0, root.stat("f").permissions());
        root.chmod(".", 0751);
        assertEquals(0751, root.stat(".").permissions());
    }

    @Test
    void refusesToChangeTheModeOfASymlink() throws IOException {
        write("f", "");
        root.chmod("f", 0600);
        root.symlink("f", "l");
        assertErrno(Errno.EOPNOTSUPP, () -> root.chmod("l", 0777));
        assertEquals(0600, root.stat("f").permissions());
    }

    @Test
    void setsTimesOfFilesLinksAndItself() throws IOException {
        write("f", "");
        root.symlink("f", "l");
        root.setTimes("f", 1_000_000_000L, 123_456_789);
        root.setTimes("l", -1, 999_999_999);
        root.setTimes(".", 5, 6);
        assertEquals(1_000_000_000L, root.stat("f").mtimeSeconds());
        assertEquals(123_456_789, root.stat("f").mtimeNanos());
        assertEquals(-1, root.stat("l").mtimeSeconds());
        assertEquals(999_999_999, root.stat("l").mtimeNanos());
        assertEquals(5, root.stat(".").mtimeSeconds());
    }

    @Test
    void keepsExtendedAttributes() throws IOException {
        write("f", "");
        root.setXattr("f", "user.one", bytes("1"));
        root.setXattr("f", "user.empty", new byte[0]);
        root.setXattr(".", "user.dir", bytes("d"));
        assertEquals(List.of("user.empty", "user.one"), List.copyOf(root.xattrs("f").keySet()));
        assertArrayEquals(bytes("1"), root.xattr("f", "user.one"));
        assertArrayEquals(bytes("d"), root.xattrs(".").get("user.dir"));
        root.removeXattr("f", "user.one");
        root.removeXattr("f", "user.one");
        assertNull(root.xattr("f", "user.one"));
    }

    @Test
    void refusesNamesThatAreNoSingleName() {
        for (String name : List.of("", ".", "..", "a/b", "/", "a\0b")) {
            assertErrno(Errno.EINVAL, () -> root.create(name, 0644));
            assertErrno(Errno.EINVAL, () -> root.unlink(name));
            assertErrno(Errno.EINVAL, () -> root.openDirectory(name));
        }
        assertErrno(Errno.EINVAL, () -> root.stat(".."));
        assertErrno(Errno.ENAMETOOLONG, () -> root.stat("x".repeat(5000)));
        assertErrno(Errno.ENAMETOOLONG, () -> root.stat("x".repeat(256)));
    }

    @Test
    void doesNotFollowSymlinks() throws IOException {
        root.symlink("/", "out");
        root.symlink("/etc/passwd", "file");
        assertErrno(Errno.ENOTDIR, () -> root.openDirectory("out"));
        assertErrno(Errno.ELOOP, () -> root.read("file"));
        assertErrno(Errno.EEXIST, () -> root.create("file", 0644));
    }

    @Test
    void resolvesInsideItself() throws IOException {
        root.mkdir("a", 0755);
        try (Directory a = root.openDirectory("a")) {
            a.mkdir("b", 0755);
            a.symlink("/a/b", "absolute");
            a.symlink("../../../../a/b", "dotted");
            a.symlink("loop", "loop");
        }
        long want;
        try (Directory a = root.openDirectory("a")) {
            want = a.stat("b").inode();
        }
        for (String path :
                List.of("a/b", "/a//./b", "a/absolute", "a/dotted", "../../a/b", "a/b/../b/")) {
            try (Directory found = root.resolve(path)) {
                assertEquals(want, found.stat(".").inode(), path);
            }
            int walked = PathWalk.tryResolve(root.fd(), path);
            try (Directory found = new Directory(walked, path)) {
                assertEquals(want, found.stat(".").inode(), path);
            }
        }
        assertErrno(Errno.ELOOP, () -> root.resolve("a/loop"));
        assertEquals(-Errno.ELOOP, PathWalk.tryResolve(root.fd(), "a/loop"));
        assertEquals(-Errno.ENOENT, PathWalk.tryResolve(root.fd(), "a/etc"));
        try (Directory self = root.resolve("/..")) {
            assertEquals(root.stat(".").inode(), self.stat(".").inode());
        }
    }

    @Test
    void removesTreesOfAnyDepth() throws IOException {
        root.mkdir("deep", 0755);
        Directory here = root.openDirectory("deep");
        for (int i = 0; i < 1500; i++) {
            here.mkdir("d", 0755);
            Directory next = here.openDirectory("d");
            here.close();
            here = next;
        }
        here.create("f", 0644).close();
        here.close();
        root.removeTree("deep");
        root.removeTree("deep");
        assertEquals(List.of(), root.list());
    }

    @Test
    void removesDirectoriesThatForbidIt() throws IOException {
        root.mkdir("locked", 0755);
        try (Directory locked = root.openDirectory("locked")) {
            locked.create("f", 0).close();
        }
        root.chmod("locked", 0);
        root.removeTree("locked");
        assertNull(root.statOrNull("locked"));
    }

    @Test
    void copiesFilesOfEverySize() throws IOException {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        for (int size : List.of(0, 1, 4096, 32 * 1024, 32 * 1024 + 1, 300_000)) {
            Files.write(temp.resolve("from"), java.util.Arrays.copyOf(content, size));
            assertEquals(size, root.copyFile("from", root, "to", 0640));
            assertEquals(-1L, Files.mismatch(temp.resolve("from"), temp.resolve("to")));
            assertEquals(0640, root.stat("to").permissions());
            root.unlink("to");
        }
    }

    @Test
    void copiesFilesOfUnknownSize() throws IOException {
        try (Directory proc = Directory.open("/proc/self")) {
            assertTrue(proc.copyFile("status", root, "status", 0644) > 100);
        }
    }

    @Test
    void keepsHolesWhenCopying() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(temp.resolve("sparse").toFile(), "rw")) {
            file.seek(50_000_000);
            file.write(bytes("middle"));
            file.setLength(100_000_000);
        }
        assertEquals(100_000_000, root.copyFile("sparse", root, "copy", 0644));
        assertEquals(-1L, Files.mismatch(temp.resolve("sparse"), temp.resolve("copy")));
        assertTrue(root.stat("copy").blocks() < 1000);
    }

    @Test
    void renamesWithoutReplacingWhenAsked() throws IOException {
        write("a", "1");
        write("b", "2");
        assertErrno(Errno.EEXIST, () -> root.renameNew("a", root, "b"));
        root.rename("a", root, "b");
        assertEquals("1", read(root, "b"));
        root.renameNew("b", root, "c");
        assertEquals(List.of("c"), root.list());
    }

    @Test
    void saysWhatWasDoneToWhatAndWhyItFailed() {
        ErrnoException e = assertThrows(ErrnoException.class, () -> root.unlink("gone"));
        assertEquals(
                "removing " + temp + "/gone: No such file or directory (ENOENT)", e.getMessage());
    }

    @Test
    void excludesOtherHoldersOfALock() throws IOException {
        String path = temp.resolve("lock").toString();
        try (Flock shared = Flock.shared(path);
                Flock second = Flock.tryShared(path)) {
            assertNotNull(shared);
            assertNotNull(second);
            assertNull(Flock.tryExclusive(path));
        }
        try (Flock alone = Flock.tryExclusive(path)) {
            assertNotNull(alone);
            assertNull(Flock.trySharedExisting(path));
        }
        assertErrno(Errno.ENOENT, () -> Flock.trySharedExisting(path + "2"));
    }

    @Test
    void knowsTheFileSystem() throws IOException {
        FileSystem found = FileSystem.of(temp.toString());
        assertTrue(found.totalBytes() >= found.availableBytes());
        assertFalse(found.totalBytes() == 0);
        assertErrno(Errno.ENOENT, () -> FileSystem.of(temp + "/none"));
    }
}
