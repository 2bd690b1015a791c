package dev.cooper.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

class HostileArchiveTest {
    @Test
    void gigabytesOfZerosInASmallGzipAreRefusedByTheirRatio() throws IOException {
        byte[] bomb = zeros(Compression.GZIP, 200);
        assertTrue(bomb.length < 2_000_000);
        ArchiveException e =
                assertThrows(
                        ArchiveException.class,
                        () ->
                                drain(
                                        BoundedInputStream.decompressing(
                                                new ByteArrayInputStream(bomb),
                                                Long.MAX_VALUE,
                                                200,
                                                "archive bomb.tar.gz")));
        assertTrue(e.getMessage().startsWith("archive bomb.tar.gz decompresses to more than 200"));
    }

    @Test
    void aCallerWhoWantsThemGetsThemInBoundedMemory() throws IOException {
        byte[] bomb = zeros(Compression.ZSTD, 300);
        assertEquals(300L << 20, drain(Compression.decompressAny(new ByteArrayInputStream(bomb))));
    }

    @Test
    void sizesAreBounded() {
        InputStream in =
                BoundedInputStream.ofSize(
                        new ByteArrayInputStream(new byte[1001]), 1000, "archive a.tar");
        ArchiveException e = assertThrows(ArchiveException.class, () -> drain(in));
        assertEquals("archive a.tar holds more than the 1000 bytes allowed", e.getMessage());
    }

    @Test
    void entriesAreCounted() throws IOException {
        byte[] tar = TarWriterTest.tar(TarEntry.directory("a"), TarEntry.directory("b"));
        assertEquals(
                "refused tar: more than 1 entries",
                refusal(tar, TarLimits.DEFAULT.withMaxEntries(1)));
    }

    @Test
    void extendedHeadersAreBoundedBeforeTheyAreRead() throws IOException {
        byte[] tar = TarWriterTest.tar(TarEntry.file("gr\u00fcn", 0));
        putOctal(tar, 124, 0777777777L);
        assertEquals(
                "refused tar: extended headers of one entry are longer than 1048576 bytes",
                refusal(tar, TarLimits.DEFAULT));
    }

    @Test
    void manyExtendedHeadersOfOneEntryCountTogether() throws IOException {
        byte[] one = TarWriterTest.tar(TarEntry.file("gr\u00fcn" + "x".repeat(900), 0));
        byte[] header = Arrays.copyOf(one, 512 + 1024);
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (int i = 0; i < 2000; i++) {
            tar.writeBytes(header);
        }
        assertEquals(
                "refused tar: extended headers of one entry are longer than 1048576 bytes",
                refusal(tar.toByteArray(), TarLimits.DEFAULT));
    }

    @Test
    void namesAreBounded() throws IOException {
        byte[] tar = TarWriterTest.tar(TarEntry.file("x/".repeat(20_000) + "y", 0));
        assertEquals(
                "refused tar: a name or link target is longer than 32768 bytes",
                refusal(tar, TarLimits.DEFAULT));
    }

    @Test
    void totalSizeIsBoundedEvenWhereFilesAreHoles() throws IOException {
        byte[] tar = sparse("1\n0\n0\n", 1L << 50);
        assertEquals(
                "refused tar: its files hold more than 1000000 bytes",
                refusal(tar, TarLimits.DEFAULT.withMaxTotalSize(1_000_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1\n5\n10\n",
                "2\n10\n5\n0\n5\n",
                "1\n-1\n5\n",
                "99999999999\n",
                "x",
                "1\n0\n99\n"
            })
    void sparseMapsThatDoNotFitAreRefused(String map) throws IOException {
        assertTrue(refusal(sparse(map, 12), TarLimits.DEFAULT).contains("tar: "));
    }

    @Test
    void truncatedArchivesAreDamagedNotShort() throws IOException {
        byte[] tar = TarWriterTest.tar(TarEntry.file("a", 1000), TarEntry.file("gr\u00fcn", 10));
        int accepted = 0;
        for (int length = 0; length < tar.length - 1024; length += 7) {
            String refusal = refusal(Arrays.copyOf(tar, length), TarLimits.DEFAULT);
            if (refusal.isEmpty()) {
                accepted++;
            } else {
                assertTrue(refusal.startsWith("damaged tar: it ends in the middle of"), refusal);
            }
        }
        assertEquals(1, accepted, "an empty archive is the only prefix that is whole");
    }

    @Test
    void flippedBitsInAHeaderAreFound() throws IOException {
        byte[] tar = TarWriterTest.tar(TarEntry.file("a", 0));
        tar[3] ^= 1;
        assertEquals("damaged tar: no valid header at byte 0", refusal(tar, TarLimits.DEFAULT));
    }

    @Test
    void globalHeaderMayNotNameEveryEntry() throws IOException {
        byte[] tar = TarWriterTest.tar(TarEntry.file("gr\u00fcn", 0));
        tar[156] = 'g';
        seal(tar, 0);
        assertEquals(
                "refused tar: a global header sets the path of every entry",
                refusal(tar, TarLimits.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource({
        "a/../../b, b, true", "/etc/passwd, etc/passwd, false", "./a//b/., a/b, false",
        "a/.., '', false", "../../.., '', true", "a/b/../c, a/c, false"
    })
    void cleanPathsStayInside(String path, String clean, boolean climbs) {
        TarEntry entry = TarEntry.file(path, 0);
        assertEquals(clean, entry.cleanPath());
        assertEquals(climbs, entry.climbsOut());
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void damagedCompressedDataIsAnArchiveException(Compression compression) throws IOException {
        byte[] good = LayerWriterTest.compress(compression, LayerWriterTest.content(200_000), 999);
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] bad = good.clone();
            bad[8 + random.nextInt(bad.length - 8)] ^= (byte) (1 + random.nextInt(255));
            byte[] cut = Arrays.copyOf(good, 8 + random.nextInt(good.length - 8));
            for (byte[] input : new byte[][] {bad, cut}) {
                try {
                    drain(compression.decompress(new ByteArrayInputStream(input)));
                } catch (ArchiveException e) {
                    assertTrue(e.getMessage().startsWith("damaged "), e.getMessage());
                }
            }
            assertThrows(
                    ArchiveException.class,
                    () -> drain(compression.decompress(new ByteArrayInputStream(cut))));
        }
    }

    @Test
    void rubbishAfterTheLastGzipMemberIsRefusedAndZerosAreNot() throws IOException {
        byte[] good = LayerWriterTest.compress(Compression.GZIP, new byte[10], 10);
        byte[] padded = Arrays.copyOf(good, good.length + 100);
        assertEquals(10, drain(Compression.decompressAny(new ByteArrayInputStream(padded))));
        padded[good.length + 50] = 7;
        assertThrows(
                ArchiveException.class,
                () -> drain(Compression.decompressAny(new ByteArrayInputStream(padded))));
    }

    @Test
    void readErrorsOfTheSourceAreNotBlamedOnTheContent() {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("cable cut");
                    }
                };
        IOException e =
                assertThrows(IOException.class, () -> Compression.GZIP.decompress(broken).read());
        assertEquals("cable cut", e.getMessage());
    }

    @Test
    void unusualTypesAreNamed() throws IOException {
        byte[] tar = TarWriterTest.tar(TarEntry.file("vol", 0));
        tar[156] = 'M';
        seal(tar, 0);
        assertTrue(refusal(tar, TarLimits.DEFAULT).contains("\"vol\" is of type 'M'"));
    }

    /** A PAX 1.0 sparse file "s" whose content is the map and nothing else. */
    private static byte[] sparse(String map, long realSize) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (String record :
                new String[] {
                    "GNU.sparse.major=1",
                    "GNU.sparse.minor=0",
                    "GNU.sparse.name=s",
                    "GNU.sparse.realsize=" + realSize
                }) {
            int equals = record.indexOf('=');
            PaxRecords.append(
                    records,
                    record.substring(0, equals),
                    record.substring(equals + 1).getBytes(StandardCharsets.UTF_8));
        }
        byte[] header = TarWriterTest.tar(TarEntry.file("x", records.size()));
        System.arraycopy(records.toByteArray(), 0, header, 512, records.size());
        header[156] = 'x';
        seal(header, 0);
        byte[] entry = TarWriterTest.tar(TarEntry.file("y", 512));
        Arrays.fill(entry, 512, 1024, (byte) 0);
        byte[] text = map.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, entry, 512, text.length);
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        tar.write(header, 0, 1024);
        tar.writeBytes(entry);
        return tar.toByteArray();
    }

    private static void putOctal(byte[] tar, int at, long value) {
        byte[] digits = "%011o".formatted(value).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tar, at, 11);
        seal(tar, 0);
    }

    private static void seal(byte[] tar, int at) {
        int sum = TarHeader.checksum(Arrays.copyOfRange(tar, at, at + 512), false);
        byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tar, at + 148, 8);
    }

    /** The message with which reading everything fails, empty when it does not. */
    private static String refusal(byte[] tar, TarLimits limits) throws IOException {
        try (TarReader reader = new TarReader(new ByteArrayInputStream(tar), limits)) {
            for (TarEntry e = reader.next(); e != null; e = reader.next()) {
                assertNotNull(e.path());
                drain(reader.content());
            }
            assertNull(reader.next());
            return "";
        } catch (ArchiveException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static long drain(InputStream in) throws IOException {
        return in.transferTo(OutputStream.nullOutputStream());
    }

    private static byte[] zeros(Compression compression, int mebibytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] mebibyte = new byte[1 << 20];
        try (OutputStream to = compression.compress(out, -1)) {
            for (int i = 0; i < mebibytes; i++) {
                to.write(mebibyte);
            }
        }
        return out.toByteArray();
    }
}
