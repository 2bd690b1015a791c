package dev.cooper.trust.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.trust.tuf.KeptDirectory;
import dev.cooper.trust.tuf.Mirror;
import dev.cooper.trust.tuf.TufClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The repository of TUF that a server publishes, as Cooper's own client reads it. */
class TufPublisherTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir private Path home;
    private Instant now = START;

    private final Clock clock =
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            };

    private TufPublisher publisher(ServerDirectory directory, String content) throws IOException {
        return new TufPublisher(
                directory,
                List.of(
                        new TufTarget(
                                "trusted_root.json",
                                "Root",
                                content.getBytes(StandardCharsets.UTF_8))),
                clock);
    }

    private ServerDirectory directory() throws IOException {
        return ServerDirectory.open(home.resolve("server"), new byte[0]);
    }

    private KeptDirectory kept() {
        return new KeptDirectory(home.resolve("kept"));
    }

    private String read(TufPublisher publisher) throws IOException {
        Mirror mirror = (path, _) -> publisher.file(path);
        if (kept().metadata("root").isEmpty()) {
            TufClient.trust(publisher.file("root.json").orElseThrow(), "root.json", kept());
        }
        TufClient client = new TufClient(mirror, kept(), now);
        client.refresh();
        return new String(client.target("trusted_root.json").orElseThrow(), StandardCharsets.UTF_8);
    }

    private String publishAndRead(String content) throws IOException {
        try (ServerDirectory directory = directory()) {
            TufPublisher publisher = publisher(directory, content);
            publisher.renew();
            return read(publisher);
        }
    }

    @Test
    void clientsGetWhatIsPublishedAndWhatItBecomes() throws IOException {
        assertEquals("one", publishAndRead("one"));
        byte[] stamp = Files.readAllBytes(home.resolve("server/tuf/timestamp.json"));
        assertEquals("one", publishAndRead("one"));
        assertArrayEquals(stamp, Files.readAllBytes(home.resolve("server/tuf/timestamp.json")));
        assertEquals("two", publishAndRead("two")); // within the same second
        now = now.plusSeconds(5);
        assertEquals("one", publishAndRead("one"));
    }

    @Test
    void nothingRunsOutWhileTheServerRuns() throws IOException {
        assertEquals("one", publishAndRead("one"));
        try (ServerDirectory directory = directory()) {
            TufPublisher publisher = publisher(directory, "one");
            for (int days = 0; days < 800; days += 3) {
                now = START.plus(Duration.ofDays(days));
                publisher.renew();
                if (days % 100 == 0) {
                    assertEquals("one", read(publisher));
                }
            }
        }
        try (Stream<Path> files = Files.list(home.resolve("server/tuf"))) {
            assertTrue(files.filter(file -> file.toString().endsWith(".root.json")).count() > 3);
        }
    }

    @Test
    void whatIsNotRenewedRunsOut() throws IOException {
        assertEquals("one", publishAndRead("one"));
        now = START.plus(Duration.ofDays(8));
        try (ServerDirectory directory = directory()) {
            TufPublisher stale = publisher(directory, "one");
            assertThrows(IOException.class, () -> read(stale));
            stale.renew();
            assertEquals("one", read(stale));
        }
    }

    @Test
    void clientsFollowNewKeys() throws IOException {
        assertEquals("one", publishAndRead("one"));
        byte[] first = Files.readAllBytes(home.resolve("server/tuf-root.key"));
        try (ServerDirectory directory = directory()) {
            TufPublisher publisher = publisher(directory, "two");
            publisher.rotate();
            assertEquals("two", read(publisher));
        }
        assertNotEquals(
                new String(first, StandardCharsets.US_ASCII),
                Files.readString(home.resolve("server/tuf-root.key")));
        assertEquals("three", publishAndRead("three"));
    }

    /** The new root is published, and the server dies before it has taken the new keys. */
    @Test
    void aRotationThatWasCutShortIsEnded() throws IOException {
        assertEquals("one", publishAndRead("one"));
        byte[] rootKey = Files.readAllBytes(home.resolve("server/tuf-root.key"));
        byte[] onlineKey = Files.readAllBytes(home.resolve("server/tuf-online.key"));
        byte[] stamp = Files.readAllBytes(home.resolve("server/tuf/timestamp.json"));
        try (ServerDirectory directory = directory()) {
            publisher(directory, "one").rotate();
        }
        for (String name : List.of("root", "online")) {
            Files.move(
                    home.resolve("server/tuf-" + name + ".key"),
                    home.resolve("server/tuf-" + name + "-next.key"));
        }
        Files.write(home.resolve("server/tuf-root.key"), rootKey);
        Files.write(home.resolve("server/tuf-online.key"), onlineKey);
        Files.write(home.resolve("server/tuf/timestamp.json"), stamp);
        assertEquals("one", publishAndRead("one"));
        assertEquals("two", publishAndRead("two"));
    }

    @Test
    void onlyFilesOfTheRepositoryAreGiven() throws IOException {
        assertEquals("one", publishAndRead("one"));
        try (ServerDirectory directory = directory()) {
            TufPublisher publisher = publisher(directory, "one");
            for (String path :
                    List.of(
                            "",
                            "..",
                            "../server.json",
                            "targets/../root.json",
                            "targets/",
                            "a/b",
                            "../tuf-root.key",
                            "targets",
                            ".root.json.new")) {
                assertEquals(Optional.empty(), publisher.file(path), path);
            }
            assertTrue(publisher.file("1.root.json").isPresent());
        }
    }
}
