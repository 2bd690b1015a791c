package dev.cooper.trust.server;

import static dev.cooper.trust.server.ServerAndCosign.RED;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.testkit.Peers;
import dev.cooper.trust.cosign.FoundSignature;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The real cosign signs without a key of its own, by the services of our server alone. */
class CosignServerIT {
    private static ServerAndCosign all;
    private static Path cosign;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        cosign = Peers.requireNewer("cosign");
        all = ServerAndCosign.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (all != null) {
            all.close();
        }
    }

    private static String[] words(String... words) {
        return words;
    }

    private static String[] identified(String who, String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(
                1,
                List.of(
                        "--use-signed-timestamps",
                        "--certificate-identity",
                        who,
                        "--certificate-oidc-issuer",
                        all.server().url()));
        return line.toArray(String[]::new);
    }

    private static String root() {
        return all.server().trustedRoot().toString();
    }

    @Test
    void cosignSignsWithoutAKeyAndBothVerify() throws IOException, InterruptedException {
        Descriptor image = all.image("shop");
        String name = all.name("shop", image);
        all.run(
                        cosign,
                        words(
                                "sign",
                                "-y",
                                "--identity-token",
                                all.token(),
                                "--signing-config",
                                all.server().signingConfig().toString(),
                                "--trusted-root",
                                root(),
                                name))
                .ok();
        FoundSignature ours = all.found("shop", image, RED).getFirst();
        assertEquals("", ours.check().why());
        assertTrue(
                all.found("shop", image, "blue@example.com")
                        .getFirst()
                        .check()
                        .why()
                        .startsWith("certificate-identity"));
        all.run(cosign, identified(RED, "verify", "--trusted-root", root(), name)).ok();
        assertNotEquals(
                0,
                all.run(
                                cosign,
                                identified(
                                        "blue@example.com",
                                        "verify",
                                        "--trusted-root",
                                        root(),
                                        name))
                        .exit());
    }

    /** What cosign takes by itself is the newest that is offered. */
    @Test
    void cosignSignsFilesWithBothKindsOfLogs() throws IOException, InterruptedException {
        Files.writeString(all.file("file"), "a file");
        signFile("new.json", all.server().signingConfig());
        assertEquals("0.0.2", version("new.json"));
        Path old = all.file("old-config.json");
        JsonObject config =
                JsonObject.parse(Files.readAllBytes(all.server().signingConfig()), "config");
        List<Object> logs = new ArrayList<>();
        for (JsonObject log : config.objects("rekorTlogUrls")) {
            if (log.integer("majorApiVersion") == 1) {
                logs.add(log.members());
            }
        }
        var members = new LinkedHashMap<String, Object>(config.members());
        members.put("rekorTlogUrls", logs);
        Files.write(old, Json.write(members));
        signFile("old.json", old);
        assertEquals("0.0.1", version("old.json"));
    }

    private static void signFile(String bundle, Path config)
            throws IOException, InterruptedException {
        all.run(
                        cosign,
                        words(
                                "sign-blob",
                                "-y",
                                "--identity-token",
                                all.token(),
                                "--signing-config",
                                config.toString(),
                                "--trusted-root",
                                root(),
                                "--bundle",
                                bundle,
                                "file"))
                .ok();
        all.run(
                        cosign,
                        identified(
                                RED,
                                "verify-blob",
                                "--trusted-root",
                                root(),
                                "--bundle",
                                bundle,
                                "file"))
                .ok();
    }

    private static String version(String bundle) throws IOException {
        return JsonObject.parse(Files.readAllBytes(all.file(bundle)), bundle)
                .object("verificationMaterial")
                .objects("tlogEntries")
                .getFirst()
                .object("kindVersion")
                .string("version");
    }

    @Test
    void cosignFindsAllByTheRepositoryOfTuf() throws IOException, InterruptedException {
        initialize(cosign);
        Descriptor image = all.image("tuf");
        String name = all.name("tuf", image);
        all.run(cosign, words("sign", "-y", "--identity-token", all.token(), name)).ok();
        all.run(cosign, identified(RED, "verify", name)).ok();
        FoundSignature ours = all.found("tuf", image, RED).getFirst();
        assertEquals("", ours.check().why());
    }

    @Test
    void workflowsSignWithTheTokensOfTheirIssuer() throws IOException, InterruptedException {
        Files.writeString(all.file("built"), "built");
        all.run(
                        cosign,
                        words(
                                "sign-blob",
                                "-y",
                                "--identity-token",
                                all.issuer().token(all.issuer().workflow(Instant.now())),
                                "--signing-config",
                                all.server().signingConfig().toString(),
                                "--trusted-root",
                                root(),
                                "--bundle",
                                "built.json",
                                "built"))
                .ok();
        all.run(
                        cosign,
                        words(
                                "verify-blob",
                                "--trusted-root",
                                root(),
                                "--use-signed-timestamps",
                                "--certificate-identity",
                                "https://github.com/red/shop/.github/workflows/ci.yml@refs/heads/main",
                                "--certificate-oidc-issuer",
                                all.issuer().url(),
                                "--certificate-github-workflow-repository",
                                "red/shop",
                                "--bundle",
                                "built.json",
                                "built"))
                .ok();
    }

    private static void initialize(Path program) throws IOException, InterruptedException {
        all.run(
                        program,
                        words(
                                "initialize",
                                "--mirror",
                                all.server().repository(),
                                "--root",
                                all.server().repositoryRoot().toString()))
                .ok();
    }

    @Test
    void cosign2ReadsTheRepositoryOfTuf() throws IOException, InterruptedException {
        initialize(Peers.requireOf("trixie", "cosign"));
    }
}
