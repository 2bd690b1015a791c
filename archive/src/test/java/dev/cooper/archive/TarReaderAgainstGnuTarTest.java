package dev.cooper.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What Debian's tar writes is what is read. */
class TarReaderAgainstGnuTarTest {
    private static final String LONG = "d/" + "very-long-name-".repeat(15);
    private static final String DEEP = "deep/" + "component/".repeat(30) + "leaf";

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"v7", "ustar", "gnu", "oldgnu", "posix"})
    void readsPlainTreesOfEveryFormat(String format) throws Exception {
        Map<String, TarEntry> entries =
                read(
                        """
                        mkdir -p d/sub
                        printf hello > d/a
                        chmod 4751 d/a
                        ln d/a d/b
                        ln -s ../target d/link
                        [ %1$s = v7 ] || mkfifo -m 600 d/pipe
                        touch -d @1234567890 d/a
                        tar --format=%1$s --sort=name --owner=1234 --group=5678 -cf - d
                        """
                                .formatted(format));
        TarEntry a = entry(entries, "d/a");
        assertEquals(TarEntry.Type.FILE, a.type());
        assertEquals(5, a.size());
        assertEquals(04751, a.mode());
        assertEquals(1234, a.uid());
        assertEquals(5678, a.gid());
        assertEquals(1234567890, a.mtimeSeconds());
        assertEquals(TarEntry.Type.HARDLINK, entry(entries, "d/b").type());
        assertEquals("d/a", entry(entries, "d/b").linkTarget());
        assertEquals("../target", entry(entries, "d/link").linkTarget());
        assertEquals(TarEntry.Type.DIRECTORY, entry(entries, "d/sub").type());
        if (!format.equals("v7")) {
            assertEquals(TarEntry.Type.FIFO, entry(entries, "d/pipe").type());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "oldgnu", "posix"})
    void readsLongNamesAndLinkTargets(String format) throws Exception {
        Map<String, TarEntry> entries =
                read(
                        """
                        mkdir -p d "$(dirname %2$s)"
                        echo > %1$s; echo > %2$s
                        ln -s /%2$s d/link
                        ln %1$s d/z
                        tar --format=%3$s --sort=name -cf - d deep
                        """
                                .formatted(LONG, DEEP, format));
        assertEquals(1, entry(entries, LONG).size());
        assertEquals(1, entry(entries, DEEP).size());
        assertEquals("/" + DEEP, entry(entries, "d/link").linkTarget());
        assertTrue(
                entry(entries, "d/z").linkTarget().equals(LONG)
                        || entry(entries, LONG).linkTarget().equals("d/z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v7", "ustar", "gnu", "posix"})
    void keepsBytesThatAreNoUtf8(String format) throws Exception {
        Map<String, TarEntry> entries =
                read(
                        """
                        mkdir d; echo > "d/$(printf 'bad\\377\\303name')"; echo > d/gr\u00fc\u00df
                        ln -s "$(printf '\\200x')" d/link
                        LC_ALL=C tar --format=%s --sort=name -cf - d
                        """
                                .formatted(format));
        assertNotNull(entries.get("d/bad\udcff\udcc3name"), entries.keySet()::toString);
        assertNotNull(entries.get("d/gr\u00fc\u00df"));
        assertEquals("\udc80x", entry(entries, "d/link").linkTarget());
    }

    @ParameterizedTest
    @CsvSource({"gnu,0.0", "posix,0.0", "posix,0.1", "posix,1.0"})
    void fillsTheHolesOfSparseFiles(String format, String version) throws Exception {
        run(
                """
                mkdir d; truncate -s 3M d/s
                for i in 0 2 3 5 9 11 14 17 21 25 26 29; do
                    printf "part $i" | dd of=d/s bs=64k seek=$i conv=notrunc 2>/dev/null
                done
                truncate -s 100k d/empty
                echo end > d/t
                tar --format=%s --sparse --sparse-version=%s --hole-detection=raw --sort=name \
                    -cf s.tar d
                """
                        .formatted(format, version));
        byte[] want = Files.readAllBytes(directory.resolve("d/s"));
        int seen = 0;
        try (TarReader reader =
                new TarReader(
                        Files.newInputStream(directory.resolve("s.tar")), TarLimits.DEFAULT)) {
            for (TarEntry e = reader.next(); e != null; e = reader.next()) {
                byte[] content = reader.content().readAllBytes();
                assertEquals(e.size(), content.length, e.path());
                switch (e.path()) {
                    case "d/s" -> assertArrayEquals(want, content);
                    case "d/empty" -> assertArrayEquals(new byte[102400], content);
                    case "d/t" ->
                            assertEquals("end\n", new String(content, StandardCharsets.UTF_8));
                    default -> seen--;
                }
                seen++;
            }
        }
        assertEquals(3, seen);
    }

    @Test
    void readsTimesOwnersAndSizesOutOfUstarRange() throws Exception {
        Map<String, TarEntry> entries =
                read(
                        """
                        mkdir d; echo > d/a; touch -d '1969-12-31 23:59:58.25 UTC' d/a
                        tar --format=posix --owner=u:4000000000 --group=g:3000000 \
                            --pax-option=exthdr.name=x -cf - d/a
                        """);
        TarEntry a = entry(entries, "d/a");
        assertEquals(-2, a.mtimeSeconds());
        assertEquals(250_000_000, a.mtimeNanos());
        assertEquals(4_000_000_000L, a.uid());
        assertEquals(3_000_000, a.gid());
        assertEquals("u", a.userName());
        TarEntry gnu = entry(read("tar --format=gnu --owner=u:4000000000 -cf - d/a"), "d/a");
        assertEquals(-2, gnu.mtimeSeconds());
        assertEquals(4_000_000_000L, gnu.uid());
    }

    @Test
    void readsExtendedAttributes() throws Exception {
        run("mkdir d; echo > d/a");
        Process set =
                new ProcessBuilder("setfattr", "-n", "user.k", "-v", "0x0a003d", "d/a")
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        set.getInputStream().readAllBytes();
        assumeTrue(set.waitFor() == 0, "not run: no extended attributes in the temp directory");
        TarEntry a = entry(read("tar --format=posix --xattrs -cf - d/a"), "d/a");
        assertArrayEquals(new byte[] {10, 0, 61}, a.xattrs().get("user.k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat", "gzip", "bzip2", "xz", "zstd -q"})
    void decompressesWhatTheProgramsCompress(String program) throws Exception {
        run(
                "mkdir d; seq 100000 > d/a; tar -cf t.tar d; "
                        + "(head -c 300000 t.tar | %1$s; tail -c +300001 t.tar | %1$s) > t"
                                .formatted(program));
        try (InputStream in =
                Compression.decompressAny(Files.newInputStream(directory.resolve("t")))) {
            assertArrayEquals(
                    Files.readAllBytes(directory.resolve("t.tar")), in.readAllBytes(), program);
        }
    }

    private static TarEntry entry(Map<String, TarEntry> entries, String path) {
        TarEntry entry = entries.get(path);
        assertNotNull(entry, () -> path + " is not in " + entries.keySet());
        return entry;
    }

    private Map<String, TarEntry> read(String script) throws Exception {
        Map<String, TarEntry> entries = new LinkedHashMap<>();
        try (TarReader reader =
                new TarReader(new ByteArrayInputStream(run(script)), TarLimits.DEFAULT)) {
            for (TarEntry e = reader.next(); e != null; e = reader.next()) {
                entries.put(e.path(), e);
            }
        }
        return entries;
    }

    private byte[] run(String script) throws IOException, InterruptedException {
        return Shell.run(directory, script);
    }
}
