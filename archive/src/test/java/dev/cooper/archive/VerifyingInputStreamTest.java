package dev.cooper.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

class VerifyingInputStreamTest {
    private static final byte[] CONTENT = {1, 2, 3, 4};
    private static final Digest DIGEST = Digest.sha256(CONTENT);
    private static final Digest OTHER = Digest.sha256(new byte[] {9});

    @Test
    void passesContentThatIsWhatWasAskedFor() throws IOException {
        assertArrayEquals(CONTENT, open(DIGEST, 4).readAllBytes());
        assertArrayEquals(CONTENT, open(DIGEST, -1).readAllBytes());
    }

    @Test
    void keepsTheLastByteOfContentWithAnotherDigest() throws IOException {
        InputStream in = open(OTHER, 4);
        assertArrayEquals(new byte[] {1, 2, 3}, in.readNBytes(3));
        DigestMismatchException e = assertThrows(DigestMismatchException.class, in::read);
        assertEquals(
                "digest mismatch after 4 bytes: want " + OTHER + ", got " + DIGEST, e.getMessage());
    }

    @Test
    void refusesTheEndOfContentOfUnknownSizeWithAnotherDigest() throws IOException {
        InputStream in = open(OTHER, -1);
        in.readNBytes(4);
        assertThrows(DigestMismatchException.class, in::read);
    }

    @Test
    void refusesContentOfAnotherSize() {
        assertThrows(DigestMismatchException.class, () -> open(DIGEST, 3).readAllBytes());
        assertThrows(DigestMismatchException.class, () -> open(DIGEST, 5).readAllBytes());
    }

    @Test
    void skippingIsReading() throws IOException {
        InputStream in = open(OTHER, 4);
        assertEquals(3, in.skip(3));
        assertThrows(DigestMismatchException.class, () -> in.skip(1));
    }

    @Test
    void digestingStreamsCountAndHash() throws IOException {
        DigestingInputStream in =
                new DigestingInputStream(
                        new ByteArrayInputStream(CONTENT), Digest.Algorithm.SHA256);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DigestingOutputStream out = new DigestingOutputStream(bytes, Digest.Algorithm.SHA256);
        in.transferTo(out);
        assertEquals(DIGEST, in.digest());
        assertEquals(4, in.count());
        assertEquals(DIGEST, out.digest());
        assertEquals(4, out.count());
    }

    private static VerifyingInputStream open(Digest digest, long size) {
        return new VerifyingInputStream(new ByteArrayInputStream(CONTENT), digest, size);
    }
}
