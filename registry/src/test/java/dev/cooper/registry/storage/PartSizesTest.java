package dev.cooper.registry.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.registry.Requirements;
import dev.cooper.registry.TestBucket;
import dev.cooper.registry.config.S3Config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

class PartSizesTest {
    private static final int LEAST = 5 << 20;
    private static final long LARGEST_OBJECT = 5L << 40;

    @TempDir Path directory;

    @Test
    void theSmallestPartsReachTheLargestObject() {
        PartSizes sizes = new PartSizes(LEAST, PartSizes.ALIKE);
        assertTrue(sizes.start(PartSizes.MOST) > LARGEST_OBJECT);
        for (int part = 0; part < PartSizes.MOST; part++) {
            assertEquals(sizes.start(part) + sizes.size(part), sizes.start(part + 1));
        }
    }

    @Test
    void partsAreAlikeWhenTheLengthIsKnown() {
        PartSizes sizes = new PartSizes(LEAST, PartSizes.ALIKE);
        assertEquals(sizes, sizes.forLength(1000));
        long length = 100L << 30;
        PartSizes larger = sizes.forLength(length);
        assertTrue(larger.start(PartSizes.ALIKE) >= length);
        assertTrue(larger.first() <= 128 << 20);
        PartSizes largest = sizes.forLength(LARGEST_OBJECT);
        assertTrue(largest.start(PartSizes.MOST) > LARGEST_OBJECT);
    }

    private S3Config bucket() throws IOException {
        return TestBucket.shared().create();
    }

    private static void assertStored(byte[] content, S3Objects objects, String key)
            throws IOException {
        try (ReadableByteChannel in = objects.open(key, content.length, 0, content.length)) {
            assertArrayEquals(content, Channels.newInputStream(in).readAllBytes());
        }
    }

    /**
     * Two parts of 5 MiB, two of 10, and the beginning of the next, in requests that end between.
     */
    @Test
    void anUploadOfUnknownLengthGoesOnElsewhereThoughItsPartsHaveGrown() throws IOException {
        byte[] content = Requirements.random(1, 36 << 20);
        PartSizes sizes = new PartSizes(LEAST, 2);
        try (Database database = SqliteDatabase.open(directory.resolve("x.db"));
                S3Objects objects = S3Objects.open(bucket());
                SharedUploads one = uploads(database, objects, sizes);
                SharedUploads other = uploads(database, objects, sizes)) {
            String id;
            try (UploadSession first = one.start("a", Digest.Algorithm.SHA256)) {
                id = first.id();
                first.save();
            }
            int[] ends = {7 << 20, 12 << 20, 33 << 20, content.length};
            int from = 0;
            for (int i = 0; i < ends.length; i++) {
                try (UploadSession session = (i % 2 == 0 ? one : other).take("a", id)) {
                    assertEquals(from, session.size());
                    session.append(ByteBuffer.wrap(content, from, ends[i] - from));
                    session.save();
                }
                from = ends[i];
            }
            try (UploadSession last = one.take("a", id)) {
                assertEquals(Digest.sha256(content), last.digest(Digest.Algorithm.SHA256));
                assertStored(content, objects, last.store());
            }
        }
    }

    private SharedUploads uploads(Database database, S3Objects objects, PartSizes sizes) {
        return new SharedUploads(database, objects, directory, sizes, Duration.ofHours(1));
    }

    @Test
    void aFileThatIsTooLargeForOneRequestIsStoredInParts() throws IOException {
        byte[] content = Requirements.random(2, 12_000_000);
        Path file = Files.write(directory.resolve("file"), content);
        try (S3Objects objects = S3Objects.open(bucket());
                FileChannel channel = FileChannel.open(file)) {
            assertStored(content, objects, objects.store(channel, 6 << 20));
            byte[] small = Arrays.copyOf(content, 100_000);
            Path other = Files.write(directory.resolve("other"), small);
            assertStored(small, objects, objects.adopt(other));
            assertTrue(Files.notExists(other));
        }
    }
}
