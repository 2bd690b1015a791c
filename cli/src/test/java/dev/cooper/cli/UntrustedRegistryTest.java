package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.TestCertificates;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A registry with users and a certificate that nobody here trusts. */
class UntrustedRegistryTest {
    /** {@code ann} with the password {@code secret}, as htpasswd -B writes it. */
    private static final String USERS =
            "ann:$2y$05$E3DT8Q61RDCBRhJrOOEiwebArSHU8kVLk53u4FIYpyorUDFa8r1uC\n";

    @TempDir static Path shared;
    private static OwnRegistry registry;
    private static String name;

    @TempDir Path directory;
    private CommandLine cooper;

    @BeforeAll
    static void start() throws IOException {
        TestCertificates keys = new TestCertificates(shared);
        keys.root("authority");
        keys.issued("server", "authority");
        Path certificate = shared.resolve("server.crt");
        Path key = shared.resolve("server.key");
        keys.write("server", certificate, key);
        Path authorities = Files.createDirectories(shared.resolve("certs"));
        keys.write("authority", authorities.resolve("ca.crt"), shared.resolve("unused"));
        Path users = Files.writeString(shared.resolve("users"), USERS);
        registry =
                OwnRegistry.start(
                        shared.resolve("registry"),
                        Map.of(
                                "REGISTRY_AUTH_HTPASSWD_PATH", users.toString(),
                                "REGISTRY_HTTP_TLS_CERTIFICATE", certificate.toString(),
                                "REGISTRY_HTTP_TLS_KEY", key.toString()));
        name = registry.host() + "/team/shop:1";
        Path home = Files.createDirectories(shared.resolve("home"));
        trust(home);
        CommandLine trusting = new CommandLine(shared.resolve("store"));
        trusting.withEnvironment("HOME", home.toString());
        trusting.withInput("secret".getBytes(StandardCharsets.UTF_8));
        trusting.image("2024-01-02T03:04:05Z", Map.of("a", "b"), 1000, name);
        login(trusting);
        CommandLine.Result pushed = trusting.run("push", "-q", name);
        assertEquals(0, pushed.code(), pushed.err());
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
    }

    /** Puts the authority where docker looks for it. */
    private static void trust(Path home) throws IOException {
        Path place = home.resolve(".config/docker/certs.d").resolve(registry.host());
        Files.createDirectories(place);
        Files.copy(shared.resolve("certs/ca.crt"), place.resolve("ca.crt"));
    }

    private static void login(CommandLine cooper) {
        CommandLine.Result result =
                cooper.run("login", "-u", "ann", "--password-stdin", registry.host());
        assertEquals(0, result.code(), result.err());
    }

    @BeforeEach
    void home() {
        cooper =
                new CommandLine(directory.resolve("store"))
                        .withEnvironment("HOME", directory.toString())
                        .withInput("secret".getBytes(StandardCharsets.UTF_8));
    }

    private CommandLine.Result sync(String keys) throws IOException {
        Path file = directory.resolve("images.yml");
        Files.writeString(
                file,
                registry.host()
                        + ":\n"
                        + ("images-by-tag-regex: {team/shop: '^[0-9]$'}\n" + keys).indent(2));
        return cooper.run("sync", "--dest", "oci:" + directory.resolve("layout"), file.toString());
    }

    @Test
    void syncTakesLoginAndCertificatesFromItsFile() throws IOException {
        String untrusted = sync("credentials: {username: ann, password: secret}\n").err();
        assertTrue(untrusted.contains("TLS with registry " + registry.host()), untrusted);
        String unknown = sync("tls-verify: false\n").err();
        assertTrue(unknown.contains("cooper login " + registry.host()), unknown);
        CommandLine.Result unverified =
                sync("tls-verify: false\ncredentials: {username: ann, password: secret}\n");
        assertTrue(unverified.out().endsWith("copied: 1, up to date: 0, failed: 0\n"));
        CommandLine.Result trusted =
                sync(
                        "cert-dir: "
                                + shared.resolve("certs")
                                + "\ncredentials: {username: ann, password: secret}\n");
        assertTrue(trusted.out().endsWith("copied: 0, up to date: 1, failed: 0\n"), trusted.err());
        String wrong = sync("tls-verify: false\ncredentials: {username: ann, password: x}\n").err();
        assertTrue(wrong.contains("401"), wrong);
        String odd = sync("tls-verify: perhaps\n").err();
        assertTrue(odd.contains("tls-verify: want true or false, found \"perhaps\""), odd);
    }

    @Test
    void manifestCommandsMayBeToldThatARegistryIsInsecure() throws IOException {
        Path logins = Files.createDirectories(directory.resolve(".docker"));
        Files.writeString(
                logins.resolve("config.json"),
                "{\"auths\":{\"%s\":{\"auth\":\"YW5uOnNlY3JldA==\"}}}".formatted(registry.host()));
        String list = registry.host() + "/team/list:1";
        for (String[] words :
                new String[][] {
                    {"manifest", "inspect", name}, {"manifest", "create", list, name},
                }) {
            CommandLine.Result refused = cooper.run(words);
            assertEquals(1, refused.code());
            assertTrue(refused.err().contains("TLS with registry"), refused.err());
        }
        ok("manifest", "inspect", "--insecure", name);
        ok("manifest", "create", "--insecure", list, name);
        ok("manifest", "push", "--insecure", list);
        assertTrue(ok("manifest", "inspect", "--insecure", list).contains("manifests"));
    }

    private String ok(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), result.err());
        return result.out();
    }
}
