package dev.cooper.policy.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.policy.Policies;
import dev.cooper.policy.PolicyFiles;
import dev.cooper.policy.evidence.Cluster;
import dev.cooper.policy.evidence.MadeUpFacts;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a webhook makes of Kyverno's policies; images with the tag "signed" are signed. */
class PolicyJudgeTest {
    @TempDir Path directory;
    private int looked;

    private AdmissionResponse answer(String policy, byte[] review, Cluster cluster)
            throws IOException, InterruptedException {
        Path file = directory.resolve("policy.yaml");
        Files.writeString(file, policy);
        Policies policies = new Policies(PolicyFiles.read(List.of(file)));
        PolicyJudge judge =
                new PolicyJudge(
                        () -> policies,
                        name ->
                                name.tag().orElse("").equals("signed")
                                        ? new MadeUpFacts(name.toString()).signed("KEY")
                                        : new MadeUpFacts(name.toString()),
                        InstantSource.fixed(MadeUpFacts.NOW),
                        Duration.ofMinutes(1),
                        false,
                        () -> 0,
                        cluster);
        return new Admission(
                        judge, new AdmissionOptions(List.of(), AdmissionOptions.USUAL_BUDGET, true))
                .answer(AdmissionReview.parse(review), true, Duration.ofSeconds(20));
    }

    private static final String TASKS =
            """
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata: {name: tasks}
            spec:
              validationFailureAction: Enforce
              rules:
              - name: signed
                match: {any: [{resources: {kinds: [tekton.dev/v1beta1/Task]}}]}
                imageExtractors: {Task: [{path: /spec/steps/*, value: image}]}
                verifyImages:
                - imageReferences: ["*"]
                  attestors: [{entries: [{keys: {publicKeys: KEY}}]}]
            """;

    private static byte[] task(String... images) {
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("steps", List.of(images).stream().map(each -> Map.of("image", each)).toList());
        return Reviews.of("CREATE", "tekton.dev", "Task", Reviews.object("Task", spec), null);
    }

    @Test
    void images_of_any_object_are_judged_and_pinned_where_a_policy_finds_them() throws Exception {
        AdmissionResponse good = answer(TASKS, task("a:signed", "b:signed"), Cluster.NONE);
        assertTrue(good.isAllowed(), good.message());
        assertEquals(
                List.of("/spec/steps/0/image", "/spec/steps/1/image"),
                List.copyOf(good.pinned().keySet()));
        AdmissionResponse bad = answer(TASKS, task("a:signed", "b:1"), Cluster.NONE);
        assertFalse(bad.isAllowed());
        assertTrue(bad.message().contains("image b:1 is refused by policy"), bad.message());
        assertTrue(answer(TASKS, task(), Cluster.NONE).isAllowed());
        byte[] other =
                Reviews.of("CREATE", "", "Service", Reviews.object("Service", Map.of()), null);
        assertEquals(
                "it starts no containers",
                answer(TASKS, other, Cluster.NONE).notes().get("decision"));
    }

    private static final String TEAMS =
            """
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata: {name: teams}
            spec:
              validationFailureAction: Enforce
              rules:
              - name: signed
                match:
                  any:
                  - resources:
                      kinds: [Pod]
                      namespaceSelector: {matchLabels: {team: web}}
                verifyImages:
                - imageReferences: ["*"]
                  attestors: [{entries: [{keys: {publicKeys: KEY}}]}]
            """;

    private Cluster labels(Map<String, String> labels) {
        return path -> {
            looked++;
            assertEquals("/api/v1/namespaces/shop", path);
            return Optional.of(Map.of("metadata", Map.of("labels", labels)));
        };
    }

    @Test
    void labels_of_namespaces_are_those_of_the_cluster() throws Exception {
        byte[] pod = Reviews.pod("CREATE", "a:1", null);
        assertFalse(answer(TEAMS, pod, labels(Map.of("team", "web"))).isAllowed());
        assertTrue(answer(TEAMS, pod, labels(Map.of("team", "db"))).isAllowed());
        assertEquals(2, looked);
        // Where they are not known, the policy is taken to be about the pod.
        assertFalse(answer(TEAMS, pod, Cluster.NONE).isAllowed());
        Cluster broken =
                _ -> {
                    throw new IOException("no route");
                };
        assertFalse(answer(TEAMS, pod, broken).isAllowed());
    }

    @Test
    void what_a_policy_notes_goes_to_the_audit_log() throws Exception {
        String policy =
                """
                apiVersion: policies.kyverno.io/v1
                kind: ImageValidatingPolicy
                metadata: {name: noted}
                spec:
                  matchConstraints:
                    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE],
                      resources: [pods]}]
                  validations: [{expression: "size(images.containers) > 0"}]
                  auditAnnotations: [{key: who, valueExpression: request.userInfo.username}]
                """;
        AdmissionResponse response =
                answer(policy, Reviews.pod("CREATE", "a:1", null), Cluster.NONE);
        assertTrue(response.isAllowed(), response.message());
        assertEquals("alice", response.notes().get("noted.who"));
    }
}
