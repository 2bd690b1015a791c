package dev.cooper.registry.notary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.registry.TestDatabase;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.auth.RegistryAccounts;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.protocol.Grant;
import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Storage;
import dev.cooper.transfer.Service;
import dev.cooper.trust.notary.Change;
import dev.cooper.trust.notary.Collection;
import dev.cooper.trust.notary.FileMeta;
import dev.cooper.trust.notary.HttpTrustServer;
import dev.cooper.trust.notary.Pinning;
import dev.cooper.trust.notary.Roles;
import dev.cooper.trust.notary.SignedDocument;
import dev.cooper.trust.notary.TrustDirectory;
import dev.cooper.trust.notary.TrustRepository;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Trust data in the registry, asked as clients ask. */
class TrustApiTest {
    private static final String GUN = "registry.example:5000/shop";
    private static final String HERE = "/v2/" + GUN + "/_trust/tuf/";

    private static final String PASSWORD = "right-password";

    @TempDir Path directory;

    private RegistryConfig config() {
        return RegistryConfig.defaults(directory.resolve("registry")).withPort(0);
    }

    private TrustRepository client(TestRegistry registry, String name) throws IOException {
        TrustDirectory trust = new TrustDirectory(Files.createDirectories(directory.resolve(name)));
        Service service =
                Service.at(
                        registry.uri("/"),
                        "registry.example:5000",
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("HOME", directory.toString()));
        return new TrustRepository(
                GUN,
                trust,
                new HttpTrustServer(service, GUN),
                trust.keys((role, gun, id, isNew) -> "correct horse"),
                Pinning.NONE,
                Instant.now());
    }

    private static FileMeta meta(String content) {
        return FileMeta.of(content.getBytes(StandardCharsets.UTF_8));
    }

    private static Change sign(String name) {
        return Change.add(Roles.TARGETS, name, meta(name));
    }

    private static List<String> names(Collection found) {
        return found.list().stream().map(Collection.Signed::name).toList();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private void publishesAndIsReadAgain(RegistryConfig config) throws IOException {
        try (TestRegistry registry = new TestRegistry(config)) {
            client(registry, "ann").initialize(Optional.empty(), true);
            client(registry, "ann").publish(List.of(sign("1")));
            client(registry, "ann").publish(List.of(sign("2")));
            assertEquals(List.of("1", "2"), names(client(registry, "bob").update()));
            client(registry, "ann").rotate(Roles.SNAPSHOT, false, List.of());
            client(registry, "ann").publish(List.of(sign("3")));
            client(registry, "ann").rotate(Roles.SNAPSHOT, true, List.of());
            client(registry, "ann").rotate(Roles.TIMESTAMP, true, List.of());
            client(registry, "ann").publish(List.of(sign("4")));
        }
        try (TestRegistry registry = new TestRegistry(config)) {
            assertEquals(List.of("1", "2", "3", "4"), names(client(registry, "bob").update()));
            byte[] newest = registry.get(HERE + "targets.json").body();
            String hash = FileMeta.of(newest).hex();
            assertArrayEquals(newest, registry.get(HERE + "targets." + hash + ".json").body());
            long version = SignedDocument.parse(newest, "targets").version();
            assertArrayEquals(newest, registry.get(HERE + version + ".targets.json").body());
            assertEquals(404, registry.get(HERE + "99.targets.json").statusCode());
            assertEquals(200, registry.delete(HERE).statusCode());
            assertEquals(404, registry.get(HERE + "root.json").statusCode());
        }
    }

    @Test
    void whatIsPublishedIsReadAgain() throws IOException {
        publishesAndIsReadAgain(config());
    }

    @Test
    void whatIsPublishedIsReadAgainFromPostgresql() throws IOException {
        RegistryConfig config = config();
        publishesAndIsReadAgain(
                config.withStorage(config.storage().withDatabase(TestDatabase.shared().create())));
    }

    @Test
    void ofManyWhoPublishAtOnceOnlyThoseAreTakenWhoKnewTheNewest()
            throws IOException, InterruptedException {
        try (TestRegistry registry = new TestRegistry(config())) {
            client(registry, "ann").initialize(Optional.empty(), true);
            client(registry, "ann").publish();
            AtomicInteger taken = new AtomicInteger();
            List<Thread> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String name = "n" + i;
                copy("ann", name);
                TrustRepository one = client(registry, name);
                all.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        one.publish(List.of(sign(name)));
                                        taken.incrementAndGet();
                                    } catch (IOException e) {
                                        assertTrue(
                                                String.valueOf(e.getMessage()).contains("VERSION"),
                                                e::toString);
                                    }
                                }));
            }
            for (Thread one : all) {
                one.join();
            }
            assertEquals(taken.get(), names(client(registry, "bob").update()).size());
            assertTrue(taken.get() > 0);
        }
    }

    private void copy(String from, String to) throws IOException {
        try (var files = Files.walk(directory.resolve(from))) {
            for (Path file : files.toList()) {
                Path target =
                        directory.resolve(to).resolve(directory.resolve(from).relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void updatesThatClientsWouldNotBelieveAreRefusedAndChangeNothing() throws IOException {
        try (TestRegistry registry = new TestRegistry(config())) {
            client(registry, "ann").initialize(Optional.empty(), true);
            client(registry, "ann").publish(List.of(sign("1")));
            byte[] before = registry.get(HERE + "timestamp.json").body();
            byte[] targets = registry.get(HERE + "targets.json").body();
            String[][] forms = {
                {form("targets", targets), "VERSION"},
                {form("targets", "{}".getBytes(StandardCharsets.UTF_8)), "INVALID_UPDATE"},
                {form("../targets", targets), "INVALID_ROLE"},
                {form("targets", targets).replace("--X--", "--Y"), "MALFORMED_UPLOAD"},
                {"--X\r\nfilename", "MALFORMED_UPLOAD"},
                {"", "MALFORMED_UPLOAD"},
            };
            for (String[] form : forms) {
                HttpResponse<byte[]> answer = post(registry, form[0]);
                assertEquals(400, answer.statusCode(), text(answer));
                assertTrue(text(answer).contains("\"" + form[1] + "\""), text(answer));
            }
            assertEquals(400, registry.send("POST", HERE, new byte[3]).statusCode());
            assertEquals(405, registry.send("PUT", HERE, new byte[3]).statusCode());
            assertEquals(400, registry.get(HERE + "root.key").statusCode());
            assertEquals(404, registry.get(HERE + "root").statusCode());
            assertEquals(400, registry.get("/v2/A:b/_trust/tuf/root.json").statusCode());
            assertArrayEquals(before, registry.get(HERE + "timestamp.json").body());
            assertEquals(200, post(registry, "\r\n--X--\r\n").statusCode()); // a new timestamp
            assertEquals(List.of("1"), names(client(registry, "bob").update()));
        }
    }

    private static String form(String name, byte[] content) {
        return "--X\r\nContent-Disposition: form-data; name=\"files\"; filename=\""
                + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                + new String(content, StandardCharsets.ISO_8859_1)
                + "\r\n--X--\r\n";
    }

    private static HttpResponse<byte[]> post(TestRegistry registry, String form) {
        return registry.send(
                "POST",
                HERE,
                form.getBytes(StandardCharsets.ISO_8859_1),
                "Content-Type",
                "multipart/form-data; boundary=X");
    }

    @Test
    void timestampsThatHaveRunOutAreMadeAnewAlsoWhenTheSignerHasTheKeyOfTheSnapshot()
            throws IOException {
        try (TestRegistry registry = new TestRegistry(config())) {
            client(registry, "ann").initialize(Optional.empty(), false);
            client(registry, "ann").publish(List.of(sign("1")));
        }
        try (Storage storage = Storage.openExisting(config())) {
            Database database = storage.database();
            Instant later = Instant.now().plus(Duration.ofDays(30));
            TrustData data = new TrustData(database, () -> later);
            byte[] made = data.newest(GUN, Roles.TIMESTAMP).orElseThrow();
            SignedDocument timestamp = SignedDocument.parse(made, "timestamp");
            assertEquals(2, timestamp.version());
            assertTrue(timestamp.expires().isAfter(later));
            assertArrayEquals(made, data.newest(GUN, Roles.TIMESTAMP).orElseThrow());
            Instant muchLater = Instant.now().plus(Duration.ofDays(4000));
            byte[] old =
                    new TrustData(database, () -> muchLater)
                            .newest(GUN, Roles.TIMESTAMP)
                            .orElseThrow();
            assertArrayEquals(made, old); // the signer's own snapshot is over
        }
    }

    @Test
    void rightsAreThoseOfTheRepositoryByItsFullName() throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                """
                storage: {delete: {enabled: true}}
                cooper: {auth: {service: cellar, anonymous: ['registry.example*/*:pull']}}
                """);
        RegistryConfig config =
                RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data"))
                        .withPort(0);
        try (TestRegistry registry = new TestRegistry(config)) {
            user(config, "ann", "registry.example*/*:pull,push");
            user(config, "eve", "other/*:*");
            user(config, "zoe", "registry.example*/*:*");
            assertEquals(404, registry.get(HERE + "root.json", login("ann")).statusCode());
            assertEquals(403, registry.get(HERE + "root.json", login("eve")).statusCode());
            assertEquals(401, registry.get(HERE + "timestamp.key").statusCode());
            assertEquals(200, registry.get(HERE + "timestamp.key", login("ann")).statusCode());
            byte[] none = {};
            String key = HERE + "timestamp.key";
            assertEquals(403, registry.send("POST", key, none, login("ann")).statusCode());
            assertEquals(200, registry.send("POST", key, none, login("zoe")).statusCode());
            assertEquals(403, registry.send("POST", HERE, none, login("eve")).statusCode());
            assertEquals(403, registry.send("DELETE", HERE, none, login("ann")).statusCode());
            assertEquals(200, registry.send("DELETE", HERE, none, login("zoe")).statusCode());
        }
    }

    private static void user(RegistryConfig config, String name, String grant) throws IOException {
        try (RegistryAccounts accounts = RegistryAccounts.open(config)) {
            accounts.add(name, false, PASSWORD, Optional.empty(), List.of(Grant.parse(grant)));
        }
    }

    private static String[] login(String name) {
        byte[] pair = (name + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return new String[] {"Authorization", "Basic " + Base64.getEncoder().encodeToString(pair)};
    }
}
