package dev.cooper.registry.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

class StorageTest {
    @TempDir Path directory;

    @Test
    void whatItMakesIsForItsOwnerOnly() throws IOException {
        Path made = directory.resolve("home/registry");
        open(made);
        assertEquals("rwx------", permissions(made.getParent()));
        assertEquals("rwx------", permissions(made));
    }

    @Test
    void theDatabaseIsForItsOwnerOnlyInADirectoryOfAnyones() throws IOException {
        open(directory);
        assertEquals("rw-------", permissions(directory.resolve("registry.db")));
    }

    private static void open(Path directory) throws IOException {
        Storage.open(RegistryConfig.parse(Optional.empty(), Map.of(), directory)).close();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
