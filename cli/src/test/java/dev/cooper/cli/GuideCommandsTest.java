package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.trust.server.ServerOptions;
import dev.cooper.trust.server.TrustServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What guides for docker, notary, cosign and Kyverno tell people to type, word by word, but for the
 * program's name, the registry and where files are. The only thing done before is what each of them
 * assumes: passphrases, a notary server, and a sigstore that is known.
 */
class GuideCommandsTest {
    private static final String RED = "red@example.com";

    @TempDir Path directory;
    private OwnRegistry registry;
    private TrustServer server;
    private FileServer mirror;
    private CommandLine cooper;

    @BeforeEach
    void startWhatGuidesAssume() throws IOException, InterruptedException {
        registry = OwnRegistry.start(directory.resolve("registry"));
        Map<String, String> secrets = new TreeMap<>();
        server =
                TrustServer.start(
                        new ServerOptions(
                                directory.resolve("sigstore"),
                                "127.0.0.1",
                                0,
                                Optional.empty(),
                                List.of(RED)),
                        "hello".getBytes(StandardCharsets.UTF_8),
                        secrets::put,
                        _ -> {});
        Path root =
                new TufMirror(directory.resolve("tuf"))
                        .write(
                                Map.of(
                                        "trusted_root.json",
                                        Files.readAllBytes(server.trustedRoot()),
                                        "signing_config.v0.2.json",
                                        Files.readAllBytes(server.signingConfig())));
        mirror = FileServer.serve(directory.resolve("tuf"));
        cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("HOME", directory.toString())
                        .withEnvironment("COSIGN_PASSWORD", "hello")
                        .withEnvironment("SIGSTORE_ID_TOKEN", token(secrets.getOrDefault(RED, "")))
                        .withEnvironment("DOCKER_CONFIG", directory.resolve("docker").toString())
                        .withEnvironment("DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE", "correct horse")
                        .withEnvironment(
                                "DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE", "correct horse")
                        .withEnvironment("NOTARY_ROOT_PASSPHRASE", "correct horse")
                        .withEnvironment("NOTARY_TARGETS_PASSPHRASE", "correct horse")
                        .withEnvironment("NOTARY_SNAPSHOT_PASSPHRASE", "correct horse");
        run("cosign initialize --mirror " + mirror.url() + " --root " + root);
    }

    @AfterEach
    void stop() throws IOException {
        mirror.close();
        server.close();
        registry.close();
    }

    private String token(String secret) throws IOException, InterruptedException {
        String pair =
                Base64.getEncoder()
                        .encodeToString((RED + ":" + secret).getBytes(StandardCharsets.UTF_8));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(server.url() + "/token"))
                            .header("Authorization", "Basic " + pair)
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** A line of a guide: registry and files are elsewhere, and the program is Cooper. */
    private String run(int code, String line) {
        String here = line.replace("myregistry/", registry.host() + "/");
        String[] words = here.split(" ");
        int from = words[0].equals("notary") || words[1].equals("trust") ? 0 : 1;
        if (words[0].equals("docker")) {
            from = 1;
        }
        String[] rest = new String[words.length - from];
        for (int i = from; i < words.length; i++) {
            boolean file = words[i].matches("(cosign|cert|sbom|myapp|policy)\\.[a-z]+");
            rest[i - from] = file ? path(words[i]) : words[i];
        }
        CommandLine.Result result = cooper.run(rest);
        assertEquals(code, result.code(), line + ": " + result.err() + result.out());
        return result.out() + result.err();
    }

    private String run(String line) {
        return run(0, line);
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private void image(String name, String label) throws IOException {
        cooper.image(
                "2024-01-02T03:04:05Z",
                Map.of("label", label),
                1000,
                name.replace("myregistry/", registry.host() + "/"));
    }

    @Test
    void dockerContentTrust() throws IOException {
        cooper.withEnvironment("DOCKER_CONTENT_TRUST", "1");
        for (String name : List.of("myregistry/myapp:latest", "myregistry/myimage:v1")) {
            image(name, name);
            assertTrue(run("docker push " + name).contains("Successfully signed "));
            assertTrue(run("docker pull " + name).contains("Status: "));
        }
        String signed = run("docker trust inspect myregistry/myimage:v1");
        assertTrue(signed.contains("\"SignedTag\": \"v1\""), signed);
        Files.write(directory.resolve("cert.pem"), publicKey());
        run("docker trust signer add --key cert.pem alice myregistry/myimage");
        assertTrue(run("docker trust inspect myregistry/myimage:v1").contains("\"alice\""));
        cooper.withInput("y\n".getBytes(StandardCharsets.UTF_8)); // she is the only one
        run("docker trust signer remove alice myregistry/myimage");
        assertFalse(run("docker trust inspect myregistry/myimage:v1").contains("\"alice\""));
        run("docker trust revoke myregistry/myimage:v1");
        String none = run(1, "docker pull myregistry/myimage:v1");
        assertTrue(none.contains("No valid trust data for v1"), none);
    }

    private byte[] publicKey() throws IOException {
        run("cosign generate-key-pair --output-key-prefix " + path("signer"));
        return Files.readAllBytes(directory.resolve("signer.pub"));
    }

    @Test
    void notary() throws IOException {
        Path config = Files.createDirectories(directory.resolve(".notary")).resolve("config.json");
        Files.writeString(
                config, "{\"remote_server\":{\"url\":\"http://" + registry.host() + "\"}}");
        Files.writeString(directory.resolve("myapp.tar"), "an archive");
        run("notary init myregistry/myapp");
        run("notary add myregistry/myapp latest myapp.tar");
        run("notary publish myregistry/myapp");
        assertTrue(run("notary list myregistry/myapp").contains("latest"));
    }

    @Test
    void cosign() throws IOException {
        image("myregistry/myimage:v1", "v1");
        run("docker push -q myregistry/myimage:v1");
        run("cosign generate-key-pair --output-key-prefix " + path("cosign"));
        run(10, "cosign verify --key cosign.pub myregistry/myimage:v1");
        run("cosign sign --key cosign.key myregistry/myimage:v1");
        String verified = run("cosign verify --key cosign.pub myregistry/myimage:v1");
        assertTrue(verified.contains("Existence of the claims in the transparency log"), verified);

        String digest = run("skopeo digest myregistry/myimage:v1").strip();
        run("cosign sign myregistry/myimage@" + digest);
        run(
                "cosign verify --certificate-identity "
                        + RED
                        + " --certificate-oidc-issuer "
                        + server.url()
                        + " myregistry/myimage@"
                        + digest);

        Files.writeString(directory.resolve("sbom.spdx"), "SPDXVersion: SPDX-2.3\n");
        run("cosign attach sbom --sbom sbom.spdx myregistry/myimage:v1");
        assertTrue(run("cosign download sbom myregistry/myimage:v1").contains("SPDXVersion: SPDX"));
        run(10, "cosign verify-attestation --key cosign.pub myregistry/myimage:v1");
        run("cosign attest --key cosign.key --predicate sbom.spdx myregistry/myimage:v1");
        run("cosign verify-attestation --key cosign.pub myregistry/myimage:v1");
    }

    @Test
    void theOlderFormIsLoggedAndVerifiedAsWell() throws IOException {
        image("myregistry/myimage:v1", "v1");
        run("docker push -q myregistry/myimage:v1");
        run("cosign generate-key-pair --output-key-prefix " + path("cosign"));
        String old = " --key cosign.key --new-bundle-format=false ";
        run("cosign sign" + old + "--tlog-upload=false -a logged=no myregistry/myimage:v1");
        run(12, "cosign verify --key cosign.pub myregistry/myimage:v1");
        run("cosign sign" + old + "-a logged=yes myregistry/myimage:v1");
        Files.writeString(directory.resolve("sbom.json"), "{\"a\":1}");
        run("cosign attest" + old + "--predicate sbom.json myregistry/myimage:v1");
        String verified = run("cosign verify --key cosign.pub myregistry/myimage:v1");
        assertTrue(verified.contains("\"logged\":\"yes\""), verified);
        assertFalse(verified.contains("\"logged\":\"no\""), verified);
        run("cosign verify-attestation --key cosign.pub myregistry/myimage:v1");
    }

    @Test
    void kyvernoAndTheRules() throws IOException {
        image("myregistry/myimage:v1", "v1");
        run("docker push -q myregistry/myimage:v1");
        run("cosign generate-key-pair --output-key-prefix " + path("cosign"));
        run("docker rmi -f myregistry/myimage:v1"); // a cluster sees what the registry has
        String key = Files.readString(directory.resolve("cosign.pub")).indent(22);
        Files.writeString(
                directory.resolve("policy.yaml"),
                """
                # Kyverno Policy
                apiVersion: kyverno.io/v1
                kind: ClusterPolicy
                metadata:
                  name: verify-image-signature
                spec:
                  validationFailureAction: enforce
                  background: false
                  rules:
                    - name: verify-signature
                      match:
                        any:
                          - resources:
                              kinds:
                                - Pod
                      verifyImages:
                        - imageReferences:
                            - "myregistry/*"
                          attestors:
                            - entries:
                                - keys:
                                    publicKeys: |
                """
                                .replace("myregistry/", registry.host() + "/")
                        + key);
        String check = "kyverno policy check --policy policy.yaml --trusted-root ";
        String line = check + server.trustedRoot() + " myregistry/myimage:v1";
        assertTrue(run(1, line).contains("verify-signature"));
        // the policy wants what cosign 2 writes, as the guide has it
        run("cosign sign --key cosign.key --new-bundle-format=false myregistry/myimage:v1");
        run(line);

        Files.writeString(
                directory.resolve("policy.yaml"),
                """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: security-policy
                data:
                  policy.yaml: |
                    rules:
                    - name: "no-root"
                      description: "禁止以root用户运行"
                      match:
                        - "USER root"
                    - name: "no-privileged"
                      description: "禁止特权模式"
                      match:
                        - "privileged: true"
                """);
        String refused = run(1, "kyverno policy check --policy policy.yaml myregistry/myimage:v1");
        assertTrue(refused.contains("禁止以root用户运行"), refused);
    }
}
