package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.archive.TarWriter;
import dev.cooper.linux.Directory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

class RootTarTest {
    @TempDir Path directory;

    private List<TarEntry> entries(OptionalLong clamp) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        try (Directory root = Directory.open(directory.toString())) {
            new RootTar(tar, clamp).write(root);
        }
        tar.finish();
        List<TarEntry> entries = new ArrayList<>();
        TarReader reader =
                new TarReader(new ByteArrayInputStream(bytes.toByteArray()), TarLimits.DEFAULT);
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            entries.add(entry);
        }
        return entries;
    }

    private static String line(TarEntry entry) {
        return entry.type() + " " + entry.path() + " " + entry.linkTarget() + " " + entry.size();
    }

    @Test
    void namesAreInByteOrderAndTheSecondNameOfAFileIsALink() throws IOException {
        Files.createDirectory(directory.resolve("d"));
        Files.writeString(directory.resolve("d/a"), "four");
        Files.createLink(directory.resolve("b"), directory.resolve("d/a"));
        Files.createSymbolicLink(directory.resolve("s"), Path.of("../out"));
        Files.createSymbolicLink(directory.resolve("B"), Path.of("b"));
        assertEquals(
                List.of(
                        "SYMLINK B b 0",
                        "FILE b  4",
                        "DIRECTORY d  0",
                        "HARDLINK d/a b 0",
                        "SYMLINK s ../out 0"),
                entries(OptionalLong.empty()).stream()
                        .map(RootTarTest::line)
                        .map(line -> line.replace("d/  0", "d  0"))
                        .toList());
    }

    @Test
    void laterTimesAreClampedAndEarlierOnesStay() throws IOException {
        Path old = Files.writeString(directory.resolve("old"), "");
        Files.writeString(directory.resolve("new"), "");
        Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.fromMillis(5_000));
        List<TarEntry> entries = entries(OptionalLong.of(1_000_000));
        assertEquals(1_000_000, entries.get(0).mtimeSeconds());
        assertEquals(0, entries.get(0).mtimeNanos());
        assertEquals(5, entries.get(1).mtimeSeconds());
    }

    @Test
    void marksOfOverlayfsStayOut() throws IOException {
        Files.createDirectory(directory.resolve("d"));
        byte[] yes = "y".getBytes(StandardCharsets.UTF_8);
        try (Directory root = Directory.open(directory.toString())) {
            root.setXattr("d", "user.overlay.opaque", yes);
            root.setXattr("d", "user.mine", yes);
        } catch (IOException e) {
            org.junit.jupiter.api.Assumptions.abort(
                    "not run: needs user.* attributes in the temporary directory");
        }
        assertEquals(
                List.of("user.mine"),
                List.copyOf(entries(OptionalLong.empty()).getFirst().xattrs().keySet()));
    }
}
