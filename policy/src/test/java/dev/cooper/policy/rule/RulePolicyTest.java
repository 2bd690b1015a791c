package dev.cooper.policy.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Decision.Outcome;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.MadeUpFacts;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Workload;
import dev.cooper.trust.verdict.Check;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class RulePolicyTest {
    /** As it circulates. */
    private static final String SECURITY_POLICY =
            """
            # 安全策略示例
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

    private static YamlNode yaml(String text) {
        return YamlNode.documents("policy.yaml", text.getBytes(StandardCharsets.UTF_8)).getFirst();
    }

    private static RulePolicy rules(String text) {
        return RuleReader.read("mine", yaml(text));
    }

    private static String refusal(String text) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> rules(text));
        return String.valueOf(e.getMessage());
    }

    private static Decision decide(RulePolicy policy, MadeUpFacts facts) {
        return policy.decide(facts, facts.request());
    }

    @Test
    void theConfigMapOfRulesWorksAsWritten() {
        RulePolicy policy = RuleReader.ofConfigMap(yaml(SECURITY_POLICY)).getFirst();
        for (String root : List.of("", "root", "0", "root:root", "0:0", "00")) {
            Decision decision = decide(policy, new MadeUpFacts("shop:1").user(root));
            assertEquals(Outcome.DENY, decision.outcome(), root);
            assertEquals(
                    "security-policy/no-root: shop:1: the image runs as root: 禁止以root用户运行"
                            + " (policy.yaml:9)",
                    decision.text(),
                    root);
        }
        MadeUpFacts app = new MadeUpFacts("shop:1").user("app");
        assertEquals(Outcome.ALLOW, decide(policy, app).outcome());
        Map<String, Object> pod =
                Map.of(
                        "spec",
                        Map.of(
                                "containers",
                                List.of(Map.of("securityContext", Map.of("privileged", true)))));
        Workload workload =
                new Workload("Pod", "", "", "CREATE", Map.of(), Map.copyOf(pod), Map.of());
        Request request =
                new Request(
                        Gate.ADMISSION, "shop:1", Request.Use.CONTAINER, workload, MadeUpFacts.NOW);
        assertEquals(
                "security-policy/no-privileged: shop:1: the workload has privileged: true:"
                        + " 禁止特权模式 (policy.yaml:13)",
                policy.decide(app, request).text());
    }

    @Test
    void instructionsAreFoundInTheDockerfile() {
        RulePolicy policy = rules("rules: [{name: r, match: ['RUN *curl*| sh', 'EXPOSE 22']}]");
        MadeUpFacts facts =
                new MadeUpFacts("shop").dockerfile("FROM a\nRUN curl x \\\n  | sh\nUSER app\n");
        assertEquals(
                "mine/r: shop:latest: the image has RUN curl x | sh (policy.yaml:1)",
                decide(policy, facts).text());
    }

    @Test
    void expressionsAskForAllThatIsKnown() {
        RulePolicy policy =
                rules(
                        """
                        rules:
                        - name: old
                          action: warn
                          require: age < duration("1h")
                        - name: registry
                          require:
                          - image.registry == "registry.example.com" && image.tag != "latest"
                          - "!config.root"
                        - name: packages
                          deny: packages.exists(p, p.name == "log4j-core")
                        """);
        Decision decision =
                decide(policy, new MadeUpFacts("registry.example.com/shop:1").user("a"));
        assertEquals(Outcome.WARN, decision.outcome());
        assertTrue(decision.text().contains("it does not hold that age < duration(\"1h\")"));
    }

    @Test
    void whatCannotBeFoundOutIsAnError() {
        RulePolicy policy = rules("rules: [{name: r, deny: 'findings.exists(f, true)'}]");
        Decision decision = decide(policy, new MadeUpFacts("shop"));
        assertEquals(Outcome.ERROR, decision.outcome());
        assertEquals(
                "mine/r: shop:latest: not checked: there is no advisory database (policy.yaml:1)",
                decision.text());
        RulePolicy typed = rules("rules: [{name: r, require: image.nothing == 1}]");
        assertEquals(Outcome.ERROR, decide(typed, new MadeUpFacts("shop")).outcome());
    }

    @Test
    void somebodyMustHaveSigned() {
        RulePolicy policy =
                rules("rules: [{name: signed, signatures: [{key: a.pub}, {key: b.pub}]}]");
        assertEquals(
                "mine/signed: shop:1: signature: the image is not signed (policy.yaml:1)",
                decide(policy, new MadeUpFacts("shop:1")).text());
        assertEquals(
                "mine/signed: shop:1: signature: it is not of the key (policy.yaml:1)",
                decide(policy, new MadeUpFacts("shop:1").signed("c.pub")).text());
        assertEquals(
                Outcome.ALLOW, decide(policy, new MadeUpFacts("shop:1").signed("b.pub")).outcome());
        Check unchecked = Check.notChecked("transparency-log", "nobody has looked");
        Decision decision = decide(policy, new MadeUpFacts("shop:1").signed("a.pub", unchecked));
        assertEquals(Outcome.DENY, decision.outcome());
        assertTrue(decision.text().contains("not checked: transparency-log: nobody has looked"));
    }

    @Test
    void statementsMustHoldAndBeVerified() {
        RulePolicy policy =
                rules(
                        """
                        rules:
                        - name: provenance
                          attestations:
                          - type: https://slsa.dev/provenance/v1
                            by: [{key: a.pub}]
                            require: predicate.builder == "ours"
                        """);
        String type = "https://slsa.dev/provenance/v1";
        Check good = Check.passed("attestation", "");
        Check bad = Check.failed("signature", "it is not of the key");
        MadeUpFacts facts = new MadeUpFacts("shop:1");
        assertTrue(decide(policy, facts).text().contains("there is no attestation " + type));
        facts.stated(type, Map.of("builder", "ours"), bad);
        assertTrue(decide(policy, facts).text().contains("it is not of the key"));
        facts.stated(type, Map.of("builder", "theirs"), good);
        assertTrue(decide(policy, facts).text().contains("it does not hold that"));
        facts.stated(type, Map.of("builder", "ours"), good);
        assertEquals(Outcome.ALLOW, decide(policy, facts).outcome());
    }

    @Test
    void mistakesAreSaidWithFileLineAndField() {
        assertEquals(
                "policy.yaml:2:11: rules[0].match[0]: \"be good\" is neither an instruction of a"
                        + " Dockerfile, such as USER root, nor a field of a workload, such as"
                        + " privileged: true; expressions stand under deny or require",
                refusal("rules:\n- match: [be good]\n  name: r\n"));
        assertEquals(
                "policy.yaml:3:9: rules[0].deny: the expression asks for imagee, which is not"
                        + " there; there are age, annotations, base, config, created,"
                        + " distribution, findings, gate, image, instructions, layers, namespace,"
                        + " now, object, operation, packages, size",
                refusal("rules:\n- name: r\n  deny: imagee.tag == ''\n"));
        assertEquals(
                "policy.yaml:3:9: rules[0].mach: there is no such field here",
                refusal("rules:\n- name: r\n  mach: [USER root]\n"));
        assertEquals(
                "policy.yaml:3:3: the key \"name\" is there twice",
                refusal("rules:\n- name: r\n  name: s\n"));
    }
}
