package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

class BaseRecordsTest {
    private static final Digest IMAGE = Digest.sha256(new byte[1]);
    private static final Digest MANIFEST = Digest.sha256(new byte[2]);

    @TempDir Path directory;

    @Test
    void theLaterBuildCounts() throws IOException {
        BaseRecords records = new BaseRecords(directory);
        assertEquals(Optional.empty(), records.find(IMAGE));
        records.record(IMAGE, new BaseRecords.Base("debian:11", MANIFEST, 1, 2));
        BaseRecords.Base base = new BaseRecords.Base("debian:12", MANIFEST, 3, 4);
        records.record(IMAGE, base);
        assertEquals(Optional.of(base), records.find(IMAGE));
        assertEquals(Optional.empty(), records.find(MANIFEST));
    }

    @Test
    void aDamagedRecordIsNone() throws IOException {
        BaseRecords records = new BaseRecords(directory);
        records.record(IMAGE, new BaseRecords.Base("debian:12", MANIFEST, 3, 4));
        Path file =
                directory
                        .resolve("bases")
                        .resolve(IMAGE.hex().substring(0, 2))
                        .resolve(IMAGE.hex());
        for (String text :
                new String[] {"", "debian:12", "a\nb\nc\nd", "a\n" + MANIFEST + "\n1\nx"}) {
            Files.writeString(file, text);
            assertEquals(Optional.empty(), records.find(IMAGE));
        }
    }
}
