package dev.cooper.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

class LayerWriterTest {
    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP", "ZSTD"})
    void digestsOfBothSidesAreThoseOfTheBytes(Compression compression) throws IOException {
        byte[] content = content(9_500_000);
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        Layer layer;
        try (LayerWriter writer = new LayerWriter(blob, compression, -1)) {
            writer.tar()
                    .write(
                            TarEntry.file("data", content.length),
                            new ByteArrayInputStream(content));
            layer = writer.finish();
        }
        assertEquals(Digest.sha256(blob.toByteArray()), layer.digest());
        assertEquals(blob.size(), layer.size());
        assertEquals(compression, Compression.detect(blob.toByteArray()));
        byte[] tar = decompress(blob.toByteArray());
        assertEquals(Digest.sha256(tar), layer.diffId());
        assertEquals(tar.length, layer.uncompressedSize());
        try (TarReader reader = new TarReader(new ByteArrayInputStream(tar), TarLimits.DEFAULT)) {
            TarEntry entry = reader.next();
            assertNotNull(entry);
            assertEquals("data", entry.path());
            assertArrayEquals(content, reader.content().readAllBytes());
            assertNull(reader.next());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP", "ZSTD"})
    void blobDoesNotDependOnTheSizesOfTheWrites(Compression compression) throws IOException {
        byte[] content = content(5_000_000);
        assertArrayEquals(
                compress(compression, content, 5_000_000), compress(compression, content, 7_919));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP", "ZSTD"})
    void nothingIsAValidContent(Compression compression) throws IOException {
        byte[] blob = compress(compression, new byte[0], 1);
        assertEquals(compression, Compression.detect(blob));
        assertEquals(0, decompress(blob).length);
    }

    @Test
    void failureOfTheTargetReachesTheWriter() {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("no space left on device");
                    }
                };
        byte[] content = content(20_000_000);
        IOException e =
                assertThrows(
                        IOException.class,
                        () ->
                                LayerWriter.copy(
                                        new ByteArrayInputStream(content),
                                        full,
                                        Compression.GZIP,
                                        1));
        assertEquals("no space left on device", e.getMessage());
    }

    @Test
    void unfinishedLayerStopsQuietly() throws IOException {
        try (LayerWriter writer =
                new LayerWriter(OutputStream.nullOutputStream(), Compression.GZIP, 6)) {
            byte[] content = content(8_000_000);
            writer.tar().entry(TarEntry.file("half", 16_000_000)).write(content);
        }
    }

    @Test
    void fallbackIsNamedAndReadable() throws IOException {
        byte[] content = content(300_000);
        GzipChunks zlib = GzipChunks.jdkOf(6);
        byte[] out = new byte[zlib.bound(content.length)];
        int n = zlib.encode(content, content.length, out);
        assertArrayEquals(content, decompress(java.util.Arrays.copyOf(out, n)));
        assertEquals(true, zlib.name().contains("zlib"));
    }

    @Test
    void noiseIsStoredAndReadBack(@TempDir Path directory) throws Exception {
        byte[] noise = new byte[5_000_000];
        new Random(3).nextBytes(noise);
        byte[] blob = compress(Compression.GZIP, noise, 100_000);
        assertArrayEquals(noise, decompress(blob));
        assertEquals(true, blob.length < noise.length + 1000, "five bytes for each 64 KiB");
        Files.write(directory.resolve("noise.gz"), blob);
        assertArrayEquals(noise, Shell.run(directory, "gzip -dc noise.gz"));
    }

    @Test
    void evenBytesThatRepeatAreCompressed() throws IOException {
        byte[] piece = new byte[20_000];
        new Random(4).nextBytes(piece);
        byte[] repeated = new byte[4_000_000];
        for (int at = 0; at < repeated.length; at += piece.length) {
            System.arraycopy(piece, 0, repeated, at, piece.length);
        }
        byte[] blob = compress(Compression.GZIP, repeated, 100_000);
        assertEquals(true, blob.length < repeated.length / 20);
    }

    @Test
    void textBesideNoiseIsCompressed() throws IOException {
        byte[] mixed = new byte[2 << 20];
        new Random(5).nextBytes(mixed);
        System.arraycopy(content(200_000), 0, mixed, 1_500_000, 200_000);
        byte[] blob = compress(Compression.GZIP, mixed, 1 << 20);
        assertEquals(true, blob.length < mixed.length - 100_000);
    }

    @Test
    void compressorIsWhatWasExpected() {
        assertEquals(Compression.GZIP.compressor(-1), Compression.GZIP.expectedCompressor(-1));
        assertEquals(Compression.ZSTD.compressor(9), Compression.ZSTD.expectedCompressor(9));
    }

    @Test
    void incompressibleChunksFitTheBound() {
        byte[] noise = new byte[2 << 20];
        new Random(7).nextBytes(noise);
        for (int level = 0; level <= 9; level++) {
            for (GzipChunks codec :
                    new GzipChunks[] {GzipChunks.ofLevel(level), GzipChunks.jdkOf(level)}) {
                byte[] out = new byte[codec.bound(noise.length)];
                assertEquals(true, codec.encode(noise, noise.length, out) > noise.length);
                assertEquals(true, codec.encode(noise, 1, out) > 1);
            }
        }
    }

    static byte[] compress(Compression compression, byte[] content, int piece) throws IOException {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        try (OutputStream out = compression.compress(blob, -1)) {
            for (int at = 0; at < content.length; at += piece) {
                out.write(content, at, Math.min(piece, content.length - at));
            }
        }
        return blob.toByteArray();
    }

    static byte[] decompress(byte[] blob) throws IOException {
        try (InputStream in = Compression.decompressAny(new ByteArrayInputStream(blob))) {
            return in.readAllBytes();
        }
    }

    /** Compresses about as well as text does. */
    static byte[] content(int length) {
        byte[] bytes = new byte[length];
        Random random = new Random(42);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + (random.nextInt() & 15) * (i >> 4 & 1));
        }
        return bytes;
    }
}
