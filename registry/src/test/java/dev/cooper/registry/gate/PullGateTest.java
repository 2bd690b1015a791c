package dev.cooper.registry.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is given out by a registry that asks policies. */
class PullGateTest {
    private static final String NO_ROOT =
            "rules:\n- name: no-root\n  description: not as root\n  match: [\"USER root\"]\n";
    private static final byte[] TAR = new byte[1024];

    @TempDir Path directory;
    private Path policy;
    private TestRegistry registry;

    @BeforeEach
    void write() throws IOException {
        policy = directory.resolve("policy.yaml");
        Files.writeString(policy, NO_ROOT);
    }

    @AfterEach
    void stop() throws IOException {
        if (registry != null) {
            registry.close();
        }
    }

    private RegistryConfig config(String... variables) throws IOException {
        Map<String, String> all = new HashMap<>();
        all.put("REGISTRY_HTTP_ADDR", "127.0.0.1:0");
        all.put("REGISTRY_COOPER_POLICY_FILES", policy.toString());
        all.put("REGISTRY_COOPER_POLICY_NAME", "registry.example");
        for (int at = 0; at < variables.length; at += 2) {
            all.put("REGISTRY_" + variables[at], variables[at + 1]);
        }
        return RegistryConfig.parse(Optional.empty(), all, directory.resolve("data"));
    }

    private void start(String... variables) throws IOException {
        registry = new TestRegistry(config(variables));
    }

    private byte[] image(String user, String layerType, byte[] layer) {
        byte[] config =
                Json.write(
                        Map.of(
                                "os",
                                "linux",
                                "architecture",
                                "amd64",
                                "config",
                                Map.of("User", user),
                                "rootfs",
                                Map.of("type", "layers", "diff_ids", List.of())));
        byte[] manifest =
                TestManifest.image(
                        registry.pushBlob("shop", config),
                        config.length,
                        registry.pushBlob("shop", layer),
                        layer.length);
        String text = new String(manifest, StandardCharsets.UTF_8);
        return text.replace(MediaTypes.OCI_LAYER, layerType).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] image(String user) {
        return image(user, MediaTypes.OCI_LAYER, TAR);
    }

    private void put(String reference, String type, byte[] manifest) {
        assertEquals(201, registry.putManifest("shop", reference, type, manifest).statusCode());
    }

    private void put(String reference, byte[] manifest) {
        put(reference, MediaTypes.OCI_MANIFEST, manifest);
    }

    private int get(Object reference) {
        String path = "/v2/shop/manifests/" + reference;
        int status = registry.get(path).statusCode();
        assertEquals(status, registry.head(path).statusCode());
        return status;
    }

    private static String message(HttpResponse<byte[]> answer) {
        JsonObject error = JsonObject.parse(answer.body(), "error").objects("errors").getFirst();
        assertEquals("DENIED", error.string("code"));
        return error.string("message");
    }

    @Test
    void refused_images_are_taken_and_not_given_out_by_tag_nor_digest() throws IOException {
        start();
        byte[] root = image("");
        put("1", root);
        put("2", image("65532"));
        assertEquals(403, get("1"));
        assertEquals(403, get(Digest.sha256(root)));
        assertEquals(200, get("2"));
        assertEquals(404, get("3"));
        String said = message(registry.get("/v2/shop/manifests/1"));
        String words =
                "image registry.example/shop:1 is refused by policy:\npolicy/no-root:"
                        + " registry.example/shop:1: ";
        assertTrue(said.startsWith(words), said);
        assertTrue(said.endsWith("(" + policy + ":2)"), said);
        String etag = "\"" + Digest.sha256(root) + "\"";
        assertEquals(403, registry.get("/v2/shop/manifests/1", "If-None-Match", etag).statusCode());
    }

    @Test
    void what_is_no_image_is_given_out_and_an_image_that_claims_it_is_not() throws IOException {
        start();
        byte[] text = "{\"critical\":{}}".getBytes(StandardCharsets.UTF_8);
        String cosign = "application/vnd.dev.cosign.simplesigning.v1+json";
        put("sha256-ab.sig", image("", cosign, text));
        assertEquals(200, get("sha256-ab.sig"));
        put("disguised", image("", cosign, TAR));
        assertEquals(403, get("disguised"));
        put("packed", image("", cosign, new byte[] {0x1f, (byte) 0x8b, 8, 0}));
        assertEquals(403, get("packed"));
        put("unknown", image("", "text/plain", text));
        assertEquals(403, get("unknown"));
        Digest empty = registry.pushBlob("shop", "{}".getBytes(StandardCharsets.UTF_8));
        Digest layer = registry.pushBlob("shop", TAR);
        byte[] about = image("65532");
        byte[] referrer = TestManifest.referrer(empty, layer, TAR.length, about);
        put("referrer", referrer);
        assertEquals(403, get("referrer"), "an image that refers to another is an image");
        String artifact =
                new String(referrer, StandardCharsets.UTF_8)
                        .replace(MediaTypes.OCI_CONFIG, MediaTypes.OCI_EMPTY);
        put("artifact", artifact.getBytes(StandardCharsets.UTF_8));
        assertEquals(200, get("artifact"));
        put(
                "list",
                MediaTypes.OCI_INDEX,
                TestManifest.index(artifact.getBytes(StandardCharsets.UTF_8)));
        assertEquals(200, get("list"));
    }

    @Test
    void an_index_is_given_out_when_one_of_its_images_may_be() throws IOException {
        start();
        byte[] root = image("");
        byte[] other = image("65532");
        put("root", root);
        put("other", other);
        put("both", MediaTypes.OCI_INDEX, TestManifest.index(root, other));
        put("bad", MediaTypes.OCI_INDEX, TestManifest.index(root));
        put("nested", MediaTypes.OCI_INDEX, TestManifest.index(TestManifest.index(root, other)));
        assertEquals(200, get("both"));
        assertEquals(403, get(Digest.sha256(root)), "who vouches for the list does not undress it");
        assertEquals(200, get(Digest.sha256(other)));
        assertEquals(403, get("bad"));
    }

    @Test
    void policies_are_read_again_and_the_old_ones_stay_when_the_new_ones_are_wrong()
            throws IOException, InterruptedException {
        start("COOPER_POLICY_AGE", "1h");
        put("1", image("7"));
        assertEquals(200, get("1"));
        Files.writeString(policy, NO_ROOT.replace("USER root", "USER 7"));
        awaitStatus(403);
        Files.writeString(policy, "rules: [");
        Thread.sleep(1100);
        assertEquals(403, get("1"));
        Files.writeString(policy, NO_ROOT + "# whoever else");
        awaitStatus(200);
    }

    private void awaitStatus(int wanted) throws InterruptedException {
        int tries = 100;
        while (get("1") != wanted && tries-- > 0) {
            Thread.sleep(100);
        }
        assertEquals(wanted, get("1"));
    }

    @Test
    void in_audit_mode_all_is_given_out() throws IOException {
        start("COOPER_POLICY_MODE", "audit");
        put("1", image(""));
        assertEquals(200, get("1"));
    }

    @Test
    void other_repositories_and_users_who_sign_are_left_alone() throws IOException {
        Path users = directory.resolve("users");
        Files.writeString(users, "ci:" + hash() + "\nann:" + hash() + "\n");
        start("COOPER_POLICY_REPOSITORIES", "[prod/*]");
        put("1", image(""));
        assertEquals(200, get("1"));
        registry.close();
        start(
                "AUTH_HTPASSWD_REALM",
                "here",
                "AUTH_HTPASSWD_PATH",
                users.toString(),
                "COOPER_POLICY_EXEMPT",
                "[ci]");
        assertEquals(200, as("ci"));
        assertEquals(403, as("ann"));
    }

    private static String hash() {
        return BCrypt.withDefaults().hashToString(4, "secret".toCharArray());
    }

    private int as(String user) {
        byte[] login = (user + ":secret").getBytes(StandardCharsets.UTF_8);
        return registry.get(
                        "/v2/shop/manifests/1",
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login))
                .statusCode();
    }

    @Test
    void wrong_policies_and_settings_are_told_before_anything_is_served() throws IOException {
        Files.writeString(policy, "rules:\n- name: x\n  mach: [a]\n");
        String said = assertThrows(SyntaxException.class, this::start).getMessage();
        assertTrue(said.startsWith(policy + ":3"), said);
        assertTrue(said.contains("mach"), said);
        Files.delete(policy);
        assertTrue(assertThrows(IOException.class, this::start).getMessage().contains("" + policy));
        assertEquals(
                "the environment: cooper.policy.mode \"soft\": want enforce or audit",
                refusal("COOPER_POLICY_MODE", "soft"));
        assertTrue(refusal("COOPER_POLICY_NAME", "shop").contains("want a host"));
        assertTrue(refusal("COOPER_POLICY_FILES", "[]").contains("cooper.policy.files: want"));
        assertTrue(refusal("PROXY_REMOTEURL", "http://127.0.0.1:1").contains("cached registries"));
    }

    private String refusal(String variable, String value) {
        return assertThrows(SyntaxException.class, () -> config(variable, value)).getMessage();
    }
}
