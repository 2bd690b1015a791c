package dev.cooper.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

class TarWriterTest {
    @TempDir Path directory;

    @Test
    void writesPlainUstarWhereThatIsEnough() throws IOException {
        byte[] tar = tar(TarEntry.file("usr/bin/env", 3).withMtime(1_700_000_000, 0));
        assertEquals(4 * 512, tar.length);
        String header = new String(tar, 0, 512, StandardCharsets.ISO_8859_1);
        assertEquals("usr/bin/env\0", header.substring(0, 12));
        assertEquals("0000644\0", header.substring(100, 108));
        assertEquals("ustar\00000", header.substring(257, 265));
        assertEquals('0', header.charAt(156));
    }

    @Test
    void splitsLongNamesAtASlashBeforeItTurnsToPax() throws IOException {
        String dir = "d".repeat(99);
        assertEquals(3 * 512, tar(TarEntry.directory(dir)).length);
        assertEquals(3 * 512, tar(TarEntry.directory("p/" + dir)).length);
        assertEquals(3 * 512, tar(TarEntry.file("p".repeat(155) + "/" + dir + "x", 0)).length);
        assertEquals(5 * 512, tar(TarEntry.file("p".repeat(101), 0)).length);
        assertEquals(5 * 512, tar(TarEntry.file("gr\u00fcn", 0)).length);
    }

    @Test
    void gnuTarExtractsWhatIsWritten() throws Exception {
        String longName = "long/" + "n".repeat(120);
        TreeMap<String, byte[]> xattrs = new TreeMap<>();
        xattrs.put("user.k", new byte[] {1, 10, 0});
        write(
                TarEntry.directory("dir").withMode(01777),
                TarEntry.file("dir/file", 5).withMode(0640).withMtime(-5, 500_000_000),
                TarEntry.file(longName, 7),
                TarEntry.file("bad\udcfe\udc80", 1),
                TarEntry.file("gr\u00fcn", 2).withXattrs(xattrs),
                TarEntry.symlink("link", "t/" + "a".repeat(200)),
                TarEntry.hardLink("hard", "dir/file"),
                TarEntry.of("pipe", TarEntry.Type.FIFO, 0600));
        Shell.run(directory, "mkdir out; LC_ALL=C.UTF-8 tar -C out -xpf t.tar 2>/dev/null");
        Path out = directory.resolve("out");
        assertEquals(5, Files.size(out.resolve("dir/file")));
        assertEquals(7, Files.size(out.resolve(longName)));
        assertEquals(
                "t/" + "a".repeat(200), Files.readSymbolicLink(out.resolve("link")).toString());
        assertEquals(
                "640 2 -5\n1777\nprw-------\n",
                Shell.text(out, "stat -c '%a %h %Y' hard; stat -c %a dir; stat -c %A pipe"));
        assertEquals("1\n", Shell.text(out, "stat -c %s \"$(printf 'bad\\376\\200')\""));
    }

    @Test
    void gnuTarListsBigNumbersAndDevices() throws Exception {
        write(
                TarEntry.of("null", TarEntry.Type.CHAR_DEVICE, 0666).withDevice(1, 3),
                TarEntry.of("big", TarEntry.Type.BLOCK_DEVICE, 0600).withDevice(259, 1048575),
                TarEntry.file("a", 0).withOwner(4_000_000_000L, 3_000_000).withMtime(1L << 34, 0));
        String list = Shell.text(directory, "TZ=UTC tar --numeric-owner -tvf t.tar");
        String[] lines = list.split("\n");
        assertEquals(true, lines[0].startsWith("crw-rw-rw- 0/0") && lines[0].contains("1,3"), list);
        assertEquals(true, lines[1].contains("259,1048575"), list);
        assertEquals(true, lines[2].contains("4000000000/3000000"), list);
        assertEquals(true, lines[2].contains("2514-05-30"), list);
    }

    @Test
    void pythonReadsWhatIsWritten() throws Exception {
        TreeMap<String, byte[]> xattrs = new TreeMap<>();
        xattrs.put("user.k", "v".getBytes(StandardCharsets.UTF_8));
        write(
                TarEntry.file("gr\u00fcn/" + "x".repeat(200), 9).withXattrs(xattrs),
                TarEntry.file("a", 3).withMtime(10, 250_000_000));
        org.junit.jupiter.api.Assumptions.assumeTrue(
                new ProcessBuilder("python3", "--version").start().waitFor() == 0,
                "not run: no python3");
        String out =
                Shell.text(
                        directory,
                        """
                        PYTHONIOENCODING=utf-8 python3 - <<'END'
                        import tarfile
                        for m in tarfile.open('t.tar'):
                            print(m.name, m.size, m.mtime, m.pax_headers.get('SCHILY.xattr.user.k'))
                        END
                        """);
        assertEquals("gr\u00fcn/" + "x".repeat(200) + " 9 0 v\na 3 10.25 None\n", out);
    }

    @Test
    void refusesContentOfAnotherSizeThanAnnounced() throws IOException {
        TarWriter writer = new TarWriter(new ByteArrayOutputStream());
        OutputStream content = writer.entry(TarEntry.file("a", 2));
        assertThrows(IOException.class, () -> content.write(new byte[3]));
        content.write(1);
        IOException e = assertThrows(IOException.class, content::close);
        assertEquals("a shrank while it was read: want 2 bytes, got 1", e.getMessage());
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        List<TarEntry> entries = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            entries.add(randomEntry(random, i));
        }
        byte[] tar = tar(entries.toArray(TarEntry[]::new));
        String hint = "replay with -Dtest.args=-Dtests.seed=" + seed;
        try (TarReader reader = new TarReader(new ByteArrayInputStream(tar), TarLimits.DEFAULT)) {
            for (TarEntry want : entries) {
                TarEntry got = reader.next();
                assertNotNull(got, hint);
                assertEquals(withoutXattrs(want), withoutXattrs(got), hint);
                assertEquals(want.xattrs().keySet(), got.xattrs().keySet(), hint);
                want.xattrs().forEach((k, v) -> assertArrayEquals(v, got.xattrs().get(k), hint));
                assertArrayEquals(content(want.size()), reader.content().readAllBytes(), hint);
            }
            assertNull(reader.next(), hint);
        }
    }

    private static TarEntry withoutXattrs(TarEntry entry) {
        return entry.withXattrs(new TreeMap<>());
    }

    private static TarEntry randomEntry(Random random, int i) {
        TarEntry.Type type = TarEntry.Type.values()[random.nextInt(7)];
        TarEntry entry =
                TarEntry.of(name(random) + i, type, random.nextInt(010000))
                        .withOwner(number(random, 21), number(random, 32))
                        .withOwnerNames(
                                random.nextBoolean() ? "" : component(random, 40),
                                random.nextBoolean() ? "" : component(random, 20))
                        .withMtime(
                                number(random, 35) - number(random, 33),
                                random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
        if (random.nextInt(4) == 0) {
            TreeMap<String, byte[]> xattrs = new TreeMap<>();
            for (int n = random.nextInt(4); n >= 0; n--) {
                byte[] value = new byte[random.nextInt(100)];
                random.nextBytes(value);
                xattrs.put("user." + n, value);
            }
            entry = entry.withXattrs(xattrs);
        }
        return switch (type) {
            case FILE -> entry.withSize(random.nextInt(3) * random.nextInt(2000));
            case SYMLINK, HARDLINK -> entry.withLinkTarget(name(random));
            case CHAR_DEVICE, BLOCK_DEVICE ->
                    entry.withDevice((int) number(random, 24), (int) number(random, 31));
            case DIRECTORY, FIFO -> entry;
        };
    }

    private static long number(Random random, int bits) {
        return random.nextLong() >>> (64 - 1 - random.nextInt(bits));
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder(random.nextInt(5) == 0 ? "/" : "");
        for (int i = random.nextInt(random.nextInt(4) == 0 ? 20 : 4); i >= 0; i--) {
            name.append(component(random, 60)).append('/');
        }
        return name.append(component(random, 120)).toString();
    }

    private static String component(Random random, int max) {
        StringBuilder text = new StringBuilder();
        boolean ascii = random.nextInt(3) != 0;
        for (int i = random.nextInt(max); i >= 0; i--) {
            switch (ascii ? 9 : random.nextInt(10)) {
                case 0 -> text.append('\u00e9');
                case 1 -> text.append((char) (0xdcf8 + random.nextInt(8)));
                case 2 -> text.appendCodePoint(0x1f600);
                default -> text.append((char) ('0' + random.nextInt(75)));
            }
        }
        return text.toString().replace('/', '_');
    }

    private void write(TarEntry... entries) throws IOException {
        Files.write(directory.resolve("t.tar"), tar(entries));
    }

    static byte[] tar(TarEntry... entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(out)) {
            for (TarEntry entry : entries) {
                writer.write(entry, new ByteArrayInputStream(content(entry.size())));
            }
        }
        return out.toByteArray();
    }

    private static byte[] content(long size) {
        byte[] bytes = new byte[(int) size];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }
}
