package dev.cooper.scan.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.advisory.DatabaseBuilder;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class DatabaseArchiveTest {
    @TempDir Path directory;

    private byte[] archive() throws IOException {
        Path place = directory.resolve("from");
        try (DatabaseBuilder builder = new DatabaseBuilder(place)) {
            builder.advisory(
                    "npm",
                    "thing",
                    new Advisory(
                            "CVE-2024-1",
                            List.of(),
                            "test",
                            AffectedVersions.ALL,
                            Status.AFFECTED,
                            Severity.LOW,
                            List.of()));
            builder.finish(Instant.parse("2026-01-01T00:00:00Z"), Optional.empty(), 1);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CooperDatabase database = CooperDatabase.open(place)) {
            DatabaseArchive.write(database, place, out);
        }
        return out.toByteArray();
    }

    @Test
    void whatWasExportedIsImported() throws Exception {
        byte[] archive = archive();
        assertArrayEquals(archive, archive());
        Path place = directory.resolve("to");
        DatabaseArchive.read(new ByteArrayInputStream(archive), place, 3);
        try (CooperDatabase database = CooperDatabase.open(place)) {
            assertEquals("CVE-2024-1", database.advisories("npm", "thing").getFirst().id());
        }
    }

    @Test
    void whatIsNotWhatTheIndexNamesIsRefused() throws Exception {
        byte[] archive = archive();
        int at =
                new String(archive, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .lastIndexOf("CVE-2024-1");
        archive[at + 9] = '2';
        Path place = directory.resolve("to");
        IOException refused =
                assertThrows(
                        IOException.class,
                        () -> DatabaseArchive.read(new ByteArrayInputStream(archive), place, 3));
        assertTrue(refused.getMessage().contains("want sha256:"), refused.getMessage());
        assertFalse(CooperDatabase.isIn(place));
    }

    @Test
    void anArchiveWithoutAPartIsRefused() throws Exception {
        byte[] archive = archive();
        int chunk =
                new String(archive, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .indexOf("chunks/");
        byte[] half = java.util.Arrays.copyOf(archive, chunk + 1024);
        java.util.Arrays.fill(half, chunk, half.length, (byte) 0);
        Path place = directory.resolve("to");
        assertThrows(
                SyntaxException.class,
                () -> DatabaseArchive.read(new ByteArrayInputStream(half), place, 3));
        assertFalse(CooperDatabase.isIn(place));
    }
}
