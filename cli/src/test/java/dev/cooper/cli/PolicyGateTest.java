package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Policies at push and pull, against Cooper's own registry. */
class PolicyGateTest {
    private static final String SEEDS =
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
            """;

    @TempDir Path directory;
    private OwnRegistry registry;
    private CommandLine cooper;
    private String image;

    @BeforeEach
    void pushAnImage() throws IOException {
        registry = OwnRegistry.start(directory.resolve("registry"));
        cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("COSIGN_PASSWORD", "hello");
        image = registry.host() + "/shop:1";
        cooper.image("2024-01-02T03:04:05Z", Map.of("a", "b"), 1000, image);
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private CommandLine.Result run(int code, String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(code, result.code(), result.err() + result.out());
        return result;
    }

    private String file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, content);
        return file.toString();
    }

    @Test
    void an_image_that_runs_as_root_is_refused_in_the_same_words_at_push_and_pull()
            throws IOException {
        String policy = file("policy.yaml", SEEDS);
        String pushed = run(1, "push", "--policy", policy, image).err();
        assertTrue(pushed.contains("image " + image + " is refused by policy:\n"), pushed);
        assertTrue(pushed.contains("security-policy/no-root: "), pushed);
        assertTrue(pushed.contains("禁止以root用户运行"), pushed);
        run(1, "pull", image); // it never got there
        run(0, "push", "-q", image);
        run(0, "rmi", image);
        String pulled = run(1, "pull", "--policy", policy, image).err();
        assertEquals(pushed, pulled);
        assertFalse(run(0, "images", "-q").out().contains("sha256"), "nothing was brought");
    }

    @Test
    void only_what_is_signed_gets_past_a_policy_that_wants_a_signature() throws IOException {
        run(0, "push", "-q", image);
        run(0, "key", "generate", "--output-key-prefix", directory.resolve("one").toString());
        String policy =
                file(
                        "signed.yaml",
                        "rules:\n- name: signed\n  signatures:\n  - key: "
                                + directory.resolve("one.pub")
                                + "\n    ignoreTlog: true\n");
        String unsigned = run(1, "pull", "--policy", policy, image).err();
        assertTrue(unsigned.contains("the image is not signed"), unsigned);
        assertEquals(unsigned, run(1, "push", "--policy", policy, image).err());
        run(0, "sign", "-y", "--key", directory.resolve("one.key").toString(), image);
        run(0, "pull", "--policy", policy, image);
        run(0, "push", "--policy", policy, image);
    }

    @Test
    void a_log_that_nobody_can_look_into_lets_nothing_through() throws IOException {
        run(0, "push", "-q", image);
        run(0, "key", "generate", "--output-key-prefix", directory.resolve("one").toString());
        run(0, "sign", "-y", "--key", directory.resolve("one.key").toString(), image);
        String policy =
                file(
                        "logged.yaml",
                        "rules:\n- name: signed\n  signatures:\n  - key: "
                                + directory.resolve("one.pub")
                                + "\n");
        String said = run(1, "pull", "--policy", policy, image).err();
        assertTrue(said.contains("not checked: transparency-log: "), said);
        String root = Path.of("../trust/src/test/resources/bundle-verify/trusted_root.json") + "";
        said = run(1, "pull", "--policy", policy, "--trusted-root", root, image).err();
        assertTrue(said.contains("comes with no entry of a transparency log"), said);
    }

    @Test
    void kyvernos_policies_of_the_notary_project_are_run() throws IOException {
        run(0, "push", "-q", image);
        cooper = cooper.withEnvironment("XDG_CONFIG_HOME", directory.toString());
        run(0, "notation", "cert", "generate-test", "--default", "red");
        run(0, "notation", "cert", "generate-test", "blue");
        String red = notaryPolicy("red");
        assertTrue(
                run(1, "pull", "--policy", red, image).err().contains("the image is not signed"));
        run(0, "notation", "sign", "--insecure-registry", image);
        run(0, "pull", "--policy", red, image);
        run(0, "rmi", image);
        run(0, "policy", "check", "--policy", red, image);
        String said = run(1, "pull", "--policy", notaryPolicy("blue"), image).err();
        assertTrue(said.contains("no certificate of the chain is in ca:policy"), said);
    }

    private String notaryPolicy(String who) throws IOException {
        String certificate =
                Files.readString(directory.resolve("notation/localkeys/" + who + ".crt"));
        return file(
                who + ".yaml",
                """
                apiVersion: kyverno.io/v1
                kind: ClusterPolicy
                metadata:
                  name: notary
                spec:
                  rules:
                  - name: signed
                    match:
                      any:
                      - resources:
                          kinds: [Pod]
                    verifyImages:
                    - type: Notary
                      failureAction: Enforce
                      imageReferences: ["*"]
                      attestors:
                      - entries:
                        - certificates:
                            cert: |-
                %s
                """
                        .formatted(certificate.strip().indent(14)));
    }

    @Test
    void a_policy_that_cannot_be_read_stops_before_anything_happens() throws IOException {
        String broken = file("broken.yaml", "rules:\n- name: x\n  mach: [a]\n");
        String said = run(1, "push", "--policy", broken, image).err();
        assertTrue(said.contains("broken.yaml:"), said);
        assertTrue(run(1, "pull", "--policy", "/nowhere.yaml", image).err().contains("/nowhere"));
    }
}
