package dev.cooper.registry.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.TestManifests;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.storage.Storage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

@ParameterizedClass
@EnumSource(TestStorage.class)
@Timeout(180)
class NotificationsTest {
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

    @Parameter TestStorage storage;
    @TempDir Path directory;

    private RegistryConfig stored;
    private final StringBuffer messages = new StringBuffer();

    @BeforeEach
    void chooseStorage() throws IOException {
        stored = storage.in(directory.resolve("data"));
    }

    private RegistryConfig config(String yaml) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file, "http: {addr: '127.0.0.1:0'}\nstorage: {delete: {enabled: true}}\n" + yaml);
        return RegistryConfig.parse(Optional.of(file), Map.of(), directory)
                .withStorage(stored.storage());
    }

    private TestRegistry start(String yaml) throws IOException {
        return new TestRegistry(
                config(yaml), new LogOutput(new ByteArrayOutputStream(), messages::append));
    }

    private static String to(Receiver receiver, String more) {
        return """
        notifications:
          endpoints:
            - {name: one, url: '%s', timeout: 10s, threshold: 2, backoff: 20ms%s}
        """
                .formatted(receiver.url(), more);
    }

    private static byte[] manifest() {
        return TestManifests.image(Digest.sha256(CONFIG), CONFIG.length);
    }

    private static Map<?, ?> target(Map<?, ?> event) {
        Object target = event.get("target");
        assertNotNull(target);
        return (Map<?, ?>) target;
    }

    @Test
    void whatIsPushedMountedAndDeletedIsToldInOrder() throws IOException {
        try (Receiver receiver = new Receiver();
                TestRegistry registry = start(to(receiver, ", ignore: {actions: [pull]}"))) {
            Digest blob = registry.pushBlob("a/b", CONFIG);
            registry.putManifest("a/b", "1", MediaTypes.OCI_MANIFEST, manifest());
            registry.send("POST", "/v2/c/blobs/uploads/?mount=" + blob + "&from=a/b", new byte[0]);
            registry.delete("/v2/a/b/manifests/1");
            registry.delete("/v2/c/blobs/" + blob);
            registry.delete("/v2/a/b/manifests/" + Digest.sha256(manifest()));
            List<Map<?, ?>> events = receiver.events(6);
            List<String> told = new ArrayList<>();
            for (Map<?, ?> event : events) {
                Map<?, ?> target = target(event);
                told.add(
                        event.get("action")
                                + " "
                                + target.get("repository")
                                + " "
                                + target.get("fromRepository")
                                + " "
                                + target.get("tag")
                                + " "
                                + target.get("size"));
            }
            assertEquals(
                    List.of(
                            "push a/b null null 2",
                            "push a/b null 1 " + manifest().length,
                            "mount c a/b null 2",
                            "delete a/b null 1 null",
                            "delete c null null null",
                            "delete a/b null null null"),
                    told);
            assertEquals(
                    "http://127.0.0.1:"
                            + registry.uri("/").getPort()
                            + "/v2/a/b/manifests/"
                            + Digest.sha256(manifest()),
                    target(events.get(1)).get("url"));
            assertTrue(receiver.isEmpty());
        }
    }

    @Test
    void pullsAreToldWithTheirTag() throws IOException {
        try (Receiver receiver = new Receiver();
                TestRegistry registry =
                        start(to(receiver, ", ignore: {actions: [push, mount, delete]}"))) {
            Digest blob = registry.pushBlob("a", CONFIG);
            registry.putManifest("a", "1", MediaTypes.OCI_MANIFEST, manifest());
            registry.get("/v2/a/manifests/1");
            registry.get("/v2/a/blobs/" + blob);
            List<Map<?, ?>> events = receiver.events(2);
            assertEquals("pull", events.get(0).get("action"));
            assertEquals("1", target(events.get(0)).get("tag"));
            assertEquals(blob.toString(), target(events.get(1)).get("digest"));
        }
    }

    @Test
    void mediaTypesCanBeIgnored() throws IOException {
        try (Receiver receiver = new Receiver();
                TestRegistry registry =
                        start(to(receiver, ", ignoredmediatypes: [application/octet-stream]"))) {
            registry.pushBlob("a", CONFIG);
            registry.putManifest("a", "1", MediaTypes.OCI_MANIFEST, manifest());
            assertEquals("1", target(receiver.events(1).getFirst()).get("tag"));
        }
    }

    @Test
    void manifestsSayWhatTheyReferToWhenThatIsAskedFor() throws IOException {
        try (Receiver receiver = new Receiver();
                TestRegistry registry =
                        start(
                                to(receiver, ", ignoredmediatypes: [application/octet-stream]")
                                        + "  events: {includereferences: true}\n")) {
            registry.pushBlob("a", CONFIG);
            registry.putManifest("a", "1", MediaTypes.OCI_MANIFEST, manifest());
            Object references = target(receiver.events(1).getFirst()).get("references");
            assertEquals(
                    Digest.sha256(CONFIG).toString(),
                    ((Map<?, ?>) ((List<?>) references).getFirst()).get("digest"));
        }
    }

    @Test
    void anEventIsSentAgainUntilItIsAcceptedAndTheNextOnesWait() throws IOException {
        try (Receiver receiver = new Receiver();
                TestRegistry registry = start(to(receiver, ""))) {
            receiver.answer(500);
            for (int i = 0; i < 5; i++) {
                registry.pushBlob("a" + i, CONFIG);
            }
            await(() -> messages.toString().contains("it answered 500"));
            receiver.answer(200);
            List<String> order = new ArrayList<>();
            for (Map<?, ?> event : receiver.events(5)) {
                order.add(String.valueOf(target(event).get("repository")));
            }
            assertEquals(List.of("a0", "a1", "a2", "a3", "a4"), order);
        }
    }

    @Test
    void eventsOutliveTheRegistryAndADeadReceiver() throws IOException {
        int port;
        String yaml;
        try (Receiver gone = new Receiver()) {
            port = gone.port();
            yaml = to(gone, "");
        }
        try (TestRegistry registry = start(yaml)) {
            registry.pushBlob("a", CONFIG);
        }
        try (Receiver receiver = new Receiver(port);
                TestRegistry registry = start(yaml)) {
            assertNotNull(registry);
            assertEquals("a", target(receiver.events(1).getFirst()).get("repository"));
        }
    }

    @Test
    void aSlowReceiverSlowsNoPush() throws IOException {
        try (Receiver receiver = new Receiver();
                TestRegistry registry = start(to(receiver, ""))) {
            receiver.delay(3_600_000);
            for (int i = 0; i < 20; i++) {
                registry.pushBlob("a" + i, CONFIG);
            }
            assertTrue(receiver.isEmpty());
        }
        assertFalse(messages.toString().contains("level=error"), () -> "" + messages);
    }

    @Test
    void theOldestEventsAreDroppedWhenTooManyWait() throws IOException {
        int port;
        String yaml;
        try (Receiver gone = new Receiver()) {
            port = gone.port();
            yaml = to(gone, "") + "cooper: {notifications: {most: 2}}\n";
        }
        try (TestRegistry registry = start(yaml)) {
            for (int i = 0; i < 5; i++) {
                registry.pushBlob("a" + i, CONFIG);
            }
        }
        try (Receiver receiver = new Receiver(port);
                TestRegistry registry = start(yaml)) {
            assertNotNull(registry);
            assertEquals("a3", target(receiver.events(1).getFirst()).get("repository"));
            assertTrue(
                    messages.toString().contains("dropped the 3 oldest events"),
                    () -> "" + messages);
        }
    }

    @Test
    void headersAndCredentialsAreSentAndNeverWritten() throws IOException {
        try (Receiver receiver = new Receiver()) {
            receiver.answer(500);
            String yaml =
                    """
                    notifications:
                      endpoints:
                        - name: one
                          url: http://user:hidden@127.0.0.1:%d/x
                          headers: {X-Token: [hidden]}
                          threshold: 1
                          backoff: 10ms
                    """
                            .formatted(receiver.port());
            try (TestRegistry registry = start(yaml)) {
                registry.pushBlob("a", CONFIG);
                await(() -> messages.toString().contains("it answered 500"));
                receiver.answer(200);
                Map<String, List<String>> headers = receiver.next().headers();
                assertEquals(List.of("Basic dXNlcjpoaWRkZW4="), headers.get("Authorization"));
                assertEquals(List.of("hidden"), headers.get("X-token"));
                assertEquals(
                        List.of("application/vnd.docker.distribution.events.v2+json"),
                        headers.get("Content-type"));
            }
            assertFalse(messages.toString().contains("hidden"), () -> "" + messages);
            assertFalse(config(yaml).operations().toString().contains("hidden"));
        }
    }

    @Test
    void oneOfSeveralNodesDelivers() throws IOException {
        try (Storage open = Storage.open(stored)) {
            Outbox first = new Outbox(open.database(), "first");
            Outbox second = new Outbox(open.database(), "second");
            assertTrue(first.hold("one"));
            assertFalse(second.hold("one"));
            assertTrue(first.hold("one"));
            first.release("one");
            assertTrue(second.hold("one"));
            assertFalse(first.hold("one"));
        }
    }

    @Test
    void mistakesInTheConfigurationAreNamed() {
        assertTrue(refusal("{url: 'http://x/'}").contains("every end point wants a name"));
        String url = refusal("{name: n, url: 'ftp://user:secret@x/'}");
        assertTrue(url.contains("want an address with http"), url);
        assertFalse(url.contains("secret"), url);
        assertTrue(
                refusal("{name: n, url: 'http://x/', headers: {Host: [y]}}")
                        .contains("Host cannot be set"));
        assertTrue(
                refusal("{name: n, url: 'http://x/', ignore: {actions: [pusch]}}")
                        .contains("want pull, push, mount or delete"));
    }

    private String refusal(String endpoint) {
        return String.valueOf(
                assertThrows(
                                SyntaxException.class,
                                () -> config("notifications: {endpoints: [" + endpoint + "]}"))
                        .getMessage());
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Receiver.PATIENCE * 1_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - end < 0, "it did not come about");
            LockSupport.parkNanos(5_000_000);
        }
    }
}
