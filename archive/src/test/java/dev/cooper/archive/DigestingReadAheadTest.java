package dev.cooper.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

class DigestingReadAheadTest {
    private static final int CHUNK = 256 << 10;

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static DigestingReadAhead ahead(InputStream source) {
        return new DigestingReadAhead(source, Digest.Algorithm.SHA256);
    }

    @Test
    void handsOutEverythingAndHashesIt() throws IOException {
        for (int length : List.of(0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 20 * CHUNK, 20 * CHUNK + 7)) {
            byte[] expected = bytes(length);
            try (DigestingReadAhead in = ahead(new ByteArrayInputStream(expected))) {
                assertArrayEquals(expected, in.readAllBytes());
                assertEquals(Digest.sha256(expected), in.digest());
                assertEquals(length, in.count());
            }
        }
    }

    @Test
    void hashesWhatIsSkipped() throws IOException {
        byte[] expected = bytes(5 * CHUNK + 3);
        try (DigestingReadAhead in = ahead(new ByteArrayInputStream(expected))) {
            assertEquals(4 * CHUNK, in.skip(4 * CHUNK));
            byte[] rest = Arrays.copyOfRange(expected, 4 * CHUNK, expected.length);
            assertArrayEquals(rest, in.readAllBytes());
            assertEquals(0, in.skip(1));
            assertEquals(Digest.sha256(expected), in.digest());
        }
    }

    @Test
    void throwsWhatTheSourceThrewAfterWhatCameBefore() throws IOException {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the disk is gone");
                    }
                };
        InputStream source =
                new SequenceInputStream(new ByteArrayInputStream(bytes(CHUNK)), broken);
        try (DigestingReadAhead in = ahead(source)) {
            assertEquals(CHUNK, in.readNBytes(CHUNK).length);
            for (int i = 0; i < 3; i++) {
                IOException failure = assertThrows(IOException.class, in::read);
                assertEquals("the disk is gone", failure.getMessage());
            }
            assertThrows(IllegalStateException.class, in::digest);
        }
    }

    @Test
    void canBeClosedBeforeTheEnd() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream source =
                new FilterInputStream(new ByteArrayInputStream(bytes(40 * CHUNK))) {
                    @Override
                    public void close() {
                        closed.set(true);
                    }
                };
        try (DigestingReadAhead in = ahead(source)) {
            in.read();
        }
        assertTrue(closed.get());
    }
}
