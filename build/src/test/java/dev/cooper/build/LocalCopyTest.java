package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.linux.Directory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;

class LocalCopyTest {
    @TempDir Path directory;
    private Path from;
    private Path to;

    @BeforeEach
    void make() throws IOException {
        from = Files.createDirectory(directory.resolve("from"));
        to = Files.createDirectory(directory.resolve("to"));
    }

    private void copy(OptionalLong clamp) throws IOException {
        try (Directory source = Directory.open(from.toString());
                Directory target = Directory.open(to.toString())) {
            new LocalCopy(clamp).copy(source, target);
        }
    }

    @Test
    void copiesTreesOverWhatIsThereAndKeepsTheRest() throws IOException {
        Files.createDirectories(from.resolve("d/e"));
        Files.writeString(from.resolve("d/e/new"), "new");
        Files.writeString(from.resolve("d/same"), "from");
        Files.createLink(from.resolve("link"), from.resolve("d/same"));
        Files.createDirectories(to.resolve("d"));
        Files.writeString(to.resolve("d/same"), "a longer text that was there");
        Files.writeString(to.resolve("d/other"), "stays");
        copy(OptionalLong.empty());
        assertEquals("new", Files.readString(to.resolve("d/e/new")));
        assertEquals("from", Files.readString(to.resolve("d/same")));
        assertEquals("from", Files.readString(to.resolve("link")));
        assertEquals("stays", Files.readString(to.resolve("d/other")));
    }

    @Test
    void aLinkInTheWayIsReplacedAndNotFollowed() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "safe");
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(from.resolve("file"), "new");
        Files.createDirectory(from.resolve("d"));
        Files.writeString(from.resolve("d/file"), "new");
        Files.createSymbolicLink(to.resolve("file"), victim);
        Files.createSymbolicLink(to.resolve("d"), outside);
        copy(OptionalLong.empty());
        assertEquals("safe", Files.readString(victim));
        assertEquals("new", Files.readString(to.resolve("file")));
        assertTrue(Files.isDirectory(to.resolve("d"), LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.notExists(outside.resolve("file")));
    }

    @Test
    void aDirectoryInTheWayOfAFileIsRefused() throws IOException {
        Files.writeString(from.resolve("x"), "");
        Files.createDirectory(to.resolve("x"));
        IOException e = assertThrows(IOException.class, () -> copy(OptionalLong.empty()));
        assertTrue(e.getMessage().contains("x is a directory there and a file in the image"));
    }

    @Test
    void modesTimesAndLinksAreKept() throws IOException {
        Path file = Files.writeString(from.resolve("file"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-x--x"));
        Files.createSymbolicLink(from.resolve("l"), Path.of("nowhere"));
        copy(OptionalLong.of(1_000));
        assertEquals(
                "r-xr-x--x",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("file"))));
        assertEquals(1_000, Files.getLastModifiedTime(to.resolve("file")).toMillis() / 1000);
        assertEquals(Path.of("nowhere"), Files.readSymbolicLink(to.resolve("l")));
    }
}
