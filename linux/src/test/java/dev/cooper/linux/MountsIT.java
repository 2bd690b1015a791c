package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Machine;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class MountsIT {
    @TempDir Path temp;

    @BeforeEach
    void needsRoot() {
        Machine.requireRoot();
    }

    private String dir(String name) throws IOException {
        return Files.createDirectories(temp.resolve(name)).toString();
    }

    @Test
    void bindsReadOnly() throws IOException {
        String source = dir("source");
        String target = dir("target");
        Files.writeString(Path.of(source, "f"), "x");
        Mounts.bind(source, target, true, false);
        try (Directory directory = Directory.open(target)) {
            assertEquals(List.of("f"), directory.list());
            ErrnoException e =
                    assertThrows(ErrnoException.class, () -> directory.create("g", 0644).close());
            assertEquals(Errno.EROFS, e.errno());
        } finally {
            Mounts.unmount(target);
        }
        assertFalse(Files.exists(Path.of(target, "f")));
    }

    @Test
    void mountsMemory() throws IOException {
        String target = dir("memory");
        Mounts.tmpfs(target, "size=64k,mode=711");
        try (Directory directory = Directory.open(target)) {
            assertEquals(0711, directory.stat(".").permissions());
            assertEquals(FileSystem.Kind.TMPFS, FileSystem.of(target).kind());
        } finally {
            Mounts.unmount(target);
        }
    }

    @Test
    void mountsOverlaysOfManyLayersWithOddNames() throws IOException {
        String base = dir("base,with:odd names");
        List<String> lowers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String name = "l:" + i;
            Files.writeString(
                    Files.createDirectories(Path.of(base, name)).resolve("f" + i), "" + i);
            lowers.add(name);
        }
        Files.createDirectories(Path.of(base, "upper"));
        Files.createDirectories(Path.of(base, "work"));
        String target = dir("target");
        String before = Path.of("").toAbsolutePath().toString();
        Mounts.overlay(new OverlayMount(base, lowers, "upper", "work", target, false));
        try {
            Files.writeString(Path.of(target, "new"), "n");
            assertEquals("199", Files.readString(Path.of(target, "f199")));
        } finally {
            Mounts.unmount(target);
        }
        assertTrue(Files.exists(Path.of(base, "upper", "new")));
        assertEquals(before, Path.of("").toAbsolutePath().toString());
    }

    @Test
    void saysHowMuchRoomTheNamesOfLayersHave() throws IOException {
        List<String> lowers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            lowers.add("a-name-that-is-much-too-long-for-a-hundred-layers-" + i);
        }
        OverlayMount overlay =
                new OverlayMount(dir("base"), lowers, null, null, dir("target"), false);
        String message =
                assertThrows(IOException.class, () -> Mounts.overlay(overlay)).getMessage();
        assertTrue(message.contains("an overlay of 100 layers"), message);
    }
}
