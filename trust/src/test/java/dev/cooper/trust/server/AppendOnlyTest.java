package dev.cooper.trust.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a log forgets, and what it does not. */
class AppendOnlyTest {
    @TempDir private Path home;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private long sizeAfterAppending(String... some) throws IOException {
        try (ServerDirectory directory = ServerDirectory.open(home, new byte[0]);
                AppendOnly log = AppendOnly.open(directory, "log", _ -> {})) {
            for (String one : some) {
                log.append(7, bytes(one));
            }
            return log.head().size();
        }
    }

    @Test
    void aHalfWrittenRecordIsCutOffAndOthersStay() throws IOException {
        assertEquals(2, sizeAfterAppending("a", "b"));
        byte[] whole = Files.readAllBytes(home.resolve("log"));
        byte[] torn = Arrays.copyOf(whole, whole.length + 15);
        System.arraycopy(whole, 0, torn, whole.length, 15);
        Files.write(home.resolve("log"), torn);
        assertEquals(2, sizeAfterAppending());
        assertEquals(whole.length, Files.size(home.resolve("log")));
        Files.write(home.resolve("log"), Arrays.copyOf(whole, whole.length + 40));
        assertEquals(3, sizeAfterAppending("c"));
    }

    @Test
    void damageAndOlderCopiesAreRefused() throws IOException {
        assertEquals(2, sizeAfterAppending("a", "b"));
        byte[] whole = Files.readAllBytes(home.resolve("log"));
        byte[] damaged = whole.clone();
        damaged[20] ^= 1;
        Files.write(home.resolve("log"), damaged);
        assertThrows(IOException.class, this::sizeAfterAppending);
        Files.write(home.resolve("log"), Arrays.copyOf(whole, whole.length / 2));
        assertThrows(IOException.class, this::sizeAfterAppending);
        Files.write(home.resolve("log"), whole);
        assertEquals(2, sizeAfterAppending());
    }

    @Test
    void onlyOneServerHasADirectory() throws IOException {
        try (ServerDirectory one = ServerDirectory.open(home, new byte[0])) {
            assertEquals(home.resolve("x"), one.file("x"));
            assertThrows(IOException.class, () -> ServerDirectory.open(home, new byte[0]));
        }
    }
}
