package dev.cooper.scan.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.inventory.Inspected;
import dev.cooper.inventory.Inventories;
import dev.cooper.oci.Digest;
import dev.cooper.scan.finding.SecretFinding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

class LargeFilesTest {
    private static final int PIECE = 1 << 20;
    private static final int PIECES = 300;

    @TempDir Path directory;

    @Test
    void findsASecretBehindThreeHundredMegabytesOfOneLine() throws Exception {
        Path tar = directory.resolve("layer.tar");
        String token = "ghp" + "_" + SecretObserverTest.made(36, 1);
        byte[] last = (" token=" + token + "\n").getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(tar));
                TarWriter writer = new TarWriter(out)) {
            TarEntry entry = TarEntry.file("var/log/huge.log", (long) PIECE * PIECES + last.length);
            try (OutputStream content = writer.entry(entry)) {
                byte[] piece = new byte[PIECE];
                Arrays.fill(piece, (byte) 'a');
                for (int i = 0; i < PIECES; i++) {
                    content.write(piece);
                }
                content.write(last);
            }
        }
        SecretObserver observer = new SecretObserver(SecretRules.builtIn());
        Inventories.Layer layer =
                new Inventories.Layer(
                        digest(tar), () -> new BufferedInputStream(Files.newInputStream(tar)));
        Inspected inspected =
                new Inventories(directory.resolve("cache"))
                        .inspect(List.of(layer), List.of(observer));
        List<SecretFinding> found =
                SecretObserver.decode(
                        inspected.observed().getFirst().get(observer.id()), 0, _ -> false);
        assertEquals(1, found.size());
        assertEquals("github-pat", found.getFirst().id());
        assertEquals(1, found.getFirst().startLine());
    }

    private static Digest digest(Path file) throws Exception {
        MessageDigest sha256 = Digest.Algorithm.SHA256.newMessageDigest();
        try (var in = Files.newInputStream(file)) {
            byte[] buffer = new byte[PIECE];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sha256.update(buffer, 0, count);
            }
        }
        return Digest.of(Digest.Algorithm.SHA256, sha256.digest());
    }
}
