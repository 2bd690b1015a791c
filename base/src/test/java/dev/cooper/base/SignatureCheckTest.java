package dev.cooper.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

class SignatureCheckTest {
    private static final String TEXT = "Origin: Debian\n-dashed\nblanks at the end  \n\nlast\n";
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir Path directory;

    @Test
    void returnsTheTextWithoutItsFrame() throws Exception {
        TestKey key = TestKey.make(NOW.minusSeconds(100), 0);
        Keyring keyring = Keyring.parse(key.keyring(), "keyring");
        SignedText signed = SignedText.clearSigned(key.clearSigned(TEXT, NOW), "InRelease");
        byte[] text = new SignatureCheck(keyring, NOW).verify(signed, "InRelease").text();
        String want = TEXT.replace("  \n", "\n");
        assertArrayEquals(want.getBytes(StandardCharsets.UTF_8), text);
    }

    @Test
    void agreesWithGpgv() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gpgv")), "not run: needs gpgv");
        TestKey key = TestKey.make(NOW.minusSeconds(100), 0);
        TestKey other = TestKey.make(NOW.minusSeconds(100), 0);
        byte[] good = key.clearSigned(TEXT, NOW);
        byte[] changed =
                new String(good, StandardCharsets.UTF_8)
                        .replace("last", "lost")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] cut = java.util.Arrays.copyOf(good, good.length - 120);
        for (byte[] file : new byte[][] {good, changed, cut, other.clearSigned(TEXT, NOW)}) {
            assertEquals(
                    gpgv(key, file), ours(key, file), new String(file, StandardCharsets.UTF_8));
        }
    }

    private static boolean ours(TestKey key, byte[] file) throws IOException {
        try {
            Keyring keyring = Keyring.parse(key.keyring(), "keyring");
            new SignatureCheck(keyring, NOW).verify(SignedText.clearSigned(file, "f"), "f");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean gpgv(TestKey key, byte[] file) throws Exception {
        Path keyring = Files.write(directory.resolve("keyring.gpg"), key.keyring());
        Path signed = Files.write(directory.resolve("signed"), file);
        Process process =
                new ProcessBuilder("gpgv", "--keyring", keyring.toString(), signed.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor() == 0;
    }
}
