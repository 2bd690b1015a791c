package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One policy at build, push, pull, admission and in the registry, where skopeo pulls: against an
 * image that runs as root and one that is not signed.
 */
class SameWordsIT {
    private static final String POLICIES =
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
            ---
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
                        - "HOST/*"
                      attestors:
                        - entries:
                            - keys:
                                rekor:
                                  ignoreTlog: true
                                publicKeys: |
            KEY
            """;

    private ScratchDirectory scratch;
    private OwnRegistry open;
    private OwnRegistry gated;
    private CommandLine cooper;
    private CooperCommand process;
    private String policies;
    private Process webhook;
    private String webhookUrl;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        Machine.requireBuilds();
        scratch = ScratchDirectory.create("words");
        open = OwnRegistry.start(scratch.directory("open"));
        cooper =
                new CommandLine(scratch.resolve("home"))
                        .withEnvironment("COSIGN_PASSWORD", "hello");
        process = CooperCommand.at(scratch.resolve("home")).in(scratch.path());
        Path key = scratch.resolve("key");
        run(0, "key", "generate", "--output-key-prefix", key.toString());
        String pem = Files.readString(scratch.resolve("key.pub"));
        policies =
                Files.writeString(
                                scratch.resolve("policies.yaml"),
                                POLICIES.replace("HOST", open.host())
                                        .replace("KEY\n", pem.indent(22)))
                        .toString();
        gated =
                OwnRegistry.start(
                        scratch.directory("gated"),
                        Map.of(
                                "REGISTRY_COOPER_POLICY_FILES",
                                policies,
                                "REGISTRY_COOPER_POLICY_NAME",
                                open.host()));
        webhook =
                process.process(
                                List.of(
                                        "admission",
                                        "serve",
                                        "--listen",
                                        "127.0.0.1:0",
                                        "--policy",
                                        policies))
                        .start();
        webhookUrl = url(webhook);
    }

    private static String url(Process server) throws IOException {
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(server.getErrorStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        while (line != null && !line.contains("http://")) {
            line = said.readLine();
        }
        assertTrue(line != null, "the webhook does not listen");
        return line.substring(line.indexOf("http://"));
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        if (webhook != null) {
            webhook.destroyForcibly().waitFor();
        }
        if (gated != null) {
            gated.close();
        }
        if (open != null) {
            open.close();
        }
        if (scratch != null) {
            scratch.close();
        }
    }

    private String run(int code, String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(code, result.code(), result.err() + result.out());
        return result.err();
    }

    /** Builds an image and returns what was said of it. */
    private String build(int code, String user, String... options)
            throws IOException, InterruptedException {
        Path context = scratch.directory("context" + user);
        Files.writeString(context.resolve("file"), "content of " + user);
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM scratch\nCOPY file /\n" + user + "\nCMD [\"/file\"]\n");
        List<String> command = new ArrayList<>(List.of("build", "-q"));
        command.addAll(List.of(options));
        command.add(context.toString());
        return process.run(command).exits(code).err();
    }

    /** The webhook's answer about a pod of one image. */
    private JsonObject admit(String image) throws IOException, InterruptedException {
        byte[] review =
                Json.write(
                        Map.of(
                                "apiVersion",
                                "admission.k8s.io/v1",
                                "kind",
                                "AdmissionReview",
                                "request",
                                Map.of(
                                        "uid",
                                        "1",
                                        "kind",
                                        Map.of("group", "", "version", "v1", "kind", "Pod"),
                                        "namespace",
                                        "shop",
                                        "operation",
                                        "CREATE",
                                        "object",
                                        Map.of(
                                                "apiVersion",
                                                "v1",
                                                "kind",
                                                "Pod",
                                                "metadata",
                                                Map.of("name", "shop"),
                                                "spec",
                                                Map.of(
                                                        "containers",
                                                        List.of(
                                                                Map.of(
                                                                        "name", "shop", "image",
                                                                        image)))))));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(webhookUrl + "/validate"))
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(review))
                                    .header("Content-Type", "application/json")
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            return JsonObject.parse(answer.body(), "answer").object("response");
        }
    }

    /** Copies an image out of the registry that asks policies. */
    private Processes.Result skopeo(String path) throws IOException, InterruptedException {
        return Processes.run(
                new ProcessBuilder(
                        Peers.require("skopeo").toString(),
                        "copy",
                        "--src-tls-verify=false",
                        "docker://" + gated.host() + "/" + path,
                        "oci:" + scratch.resolve("copied-" + path.replace(':', '-'))),
                new byte[0],
                Duration.ofMinutes(1));
    }

    private static String words(String said) {
        int begin = said.indexOf("image ");
        assertTrue(begin >= 0 && said.contains(" is refused by policy:\n"), said);
        return said.substring(begin).strip();
    }

    private void assertRefusedEverywhere(String path, String user, String why)
            throws IOException, InterruptedException {
        String image = open.host() + "/" + path;
        String words = words(build(1, user, "--policy", policies, "-t", image));
        assertTrue(words.contains(why), words);
        build(0, user, "-t", image);
        assertEquals(words, words(run(1, "push", "--policy", policies, image)));
        run(0, "push", "-q", image);
        assertEquals(words, words(run(1, "pull", "--policy", policies, image)));
        JsonObject answer = admit(image);
        assertEquals(Boolean.FALSE, answer.get("allowed"));
        String denied = answer.object("status").string("message");
        assertTrue(denied.contains(words), denied + "\nwant\n" + words);
        run(0, "tag", image, gated.host() + "/" + path);
        run(0, "push", "-q", gated.host() + "/" + path);
        Processes.Result pulled = skopeo(path).exits(1);
        assertTrue(plain(pulled.err()).contains(words), pulled.err() + "\nwant\n" + words);
    }

    /** What skopeo quotes in its log, as it was. */
    private static String plain(String log) {
        return log.replace("\\n", "\n").replace("\\\"", "\"");
    }

    @Test
    void an_image_that_runs_as_root_and_one_that_nobody_signed_are_refused_in_the_same_words()
            throws IOException, InterruptedException {
        assertRefusedEverywhere("root:1", "USER root", "the image runs as root: 禁止以root用户运行");
        assertRefusedEverywhere("unsigned:1", "USER 65532", "the image is not signed");

        String good = open.host() + "/good:1";
        build(0, "USER 65533", "-t", good);
        run(0, "push", "-q", good);
        run(0, "sign", "-y", "--key", scratch.resolve("key.key").toString(), good);
        run(0, "push", "--policy", policies, good);
        run(0, "pull", "--policy", policies, good);
        JsonObject answer = admit(good);
        assertEquals(Boolean.TRUE, answer.get("allowed"), answer.members().toString());
        run(0, "copy", "--referrers", good, gated.host() + "/good:1");
        skopeo("good:1").ok();
    }
}
