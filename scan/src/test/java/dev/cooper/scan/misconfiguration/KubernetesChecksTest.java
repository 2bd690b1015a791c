package dev.cooper.scan.misconfiguration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.secret.SecretObserver;
import dev.cooper.scan.secret.SecretRules;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

class KubernetesChecksTest {
    private static final KubernetesChecks CHECKS =
            new KubernetesChecks(
                    new SecretObserver(SecretRules.builtIn()), LocalDate.of(2026, 11, 22));

    private static final String GOOD =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: good}
            spec:
              securityContext:
                runAsNonRoot: true
                runAsUser: 20000
                runAsGroup: 20000
                seccompProfile: {type: RuntimeDefault}
              containers:
              - name: a
                image: example/app:1.2
                securityContext:
                  allowPrivilegeEscalation: false
                  readOnlyRootFilesystem: true
                  capabilities: {drop: [ALL]}
            """;

    private static final String BAD =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: bad}
            spec:
              hostIPC: true
              hostNetwork: true
              hostPID: true
              volumes:
              - name: s
                hostPath: {path: /var/run/docker.sock}
              containers:
              - name: a
                image: example/app
                ports: [{containerPort: 80, hostPort: 80}]
                securityContext:
                  privileged: true
                  runAsUser: 0
                  appArmorProfile: {type: Unconfined}
                  seccompProfile: {type: Unconfined}
                  capabilities: {add: [CAP_SYS_ADMIN]}
            """;

    private static Optional<Checked> check(String text) throws IOException {
        return CHECKS.check("pod.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> ids(String text) throws IOException {
        return check(text).orElseThrow().findings().stream()
                .map(MisconfigurationFinding::id)
                .collect(Collectors.toSet());
    }

    @Test
    void everyCheckCatchesTheBadPodAndPassesTheGoodOne() throws IOException {
        Set<String> all = Check.all("KSV-").stream().map(Check::id).collect(Collectors.toSet());
        assertEquals(all, ids(BAD));
        assertEquals(Set.of(), ids(GOOD));
        assertEquals(all.size(), check(GOOD).orElseThrow().successes());
    }

    @Test
    void saysWhichContainerAndWhere() throws IOException {
        MisconfigurationFinding found =
                check(BAD).orElseThrow().findings().stream()
                        .filter(each -> each.id().equals("KSV-0017"))
                        .findFirst()
                        .orElseThrow();
        assertEquals("container 'a' of Pod 'bad' is privileged", found.message());
        assertEquals(12, found.startLine());
        assertEquals(20, found.endLine());
        assertEquals(List.of("KSV017", "AVD-KSV-0017"), found.aliases());
    }

    @Test
    void findsPodsInEverythingThatMakesThem() throws IOException {
        String spec = "containers: [{name: a, image: x, securityContext: {privileged: true}}]";
        String template = "{template: {spec: {" + spec + "}}}";
        for (String text :
                List.of(
                        "kind: Deployment\nspec: " + template,
                        "kind: StatefulSet\nspec: " + template,
                        "kind: DaemonSet\nspec: " + template,
                        "kind: Job\nspec: " + template,
                        "kind: CronJob\nspec: {jobTemplate: {spec: " + template + "}}",
                        "kind: List\nitems: [{apiVersion: v1, kind: Pod, spec: {" + spec + "}}]")) {
            assertTrue(ids("apiVersion: v1\n" + text).contains("KSV-0017"), text);
            assertTrue(ids("a: 1\n---\napiVersion: v1\n" + text).contains("KSV-0017"), text);
        }
        assertEquals(Optional.empty(), check("apiVersion: v1\nkind: Service\nspec: {}\n"));
        assertEquals(Optional.empty(), check("just: yaml"));
    }

    @Test
    void commentsLeaveOutWhatTheyName() throws IOException {
        String text = GOOD.replace("  - name: a\n", "  # trivy:ignore:KSV-0017\n  - name: a\n");
        String privileged = text.replace("allowPriv", "privileged: true\n      allowPriv");
        assertEquals(Set.of(), ids(privileged));
        assertEquals(
                Set.of(),
                ids(
                        "# trivy:ignore:KSV-0009\n"
                                + GOOD.replace("spec:\n", "spec:\n  hostNetwork: true\n")));
    }

    @Test
    void endsWithBombsAndDepth() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("x]\n");
        }
        assertEquals(Set.of(), ids(GOOD + bomb));
        String deep = "apiVersion: v1\nkind: Pod\nspec: " + "[".repeat(1_000_000);
        assertThrows(SyntaxException.class, () -> check(deep));
        assertThrows(SyntaxException.class, () -> check("apiVersion: v1\nkind: Pod\nx: {{ y }\n"));
        assertEquals(Set.of(), ids(GOOD + "<<: &m {<<: *m}\n"));
    }
}
