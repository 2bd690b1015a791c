package dev.cooper.policy.kyverno;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class ImageValidatingPolicyTest {
    private static final String SIGNED =
            "images.containers.all(i, verifyImageSignatures(i, [attestors.shop]) > 0)";
    private static final Check OPEN = Check.notChecked("transparency-log", "nobody has looked");

    private static ImageValidatingPolicy policy(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ImageValidatingPolicyReader.read(
                YamlNode.documents("policy.yaml", bytes).getFirst());
    }

    private static String text(String fields, String... validations) {
        StringBuilder all = new StringBuilder();
        for (String each : validations) {
            all.append("  - expression: >-\n      ").append(each).append("\n    message: no\n");
        }
        return """
        apiVersion: policies.kyverno.io/v1
        kind: ImageValidatingPolicy
        metadata: {name: p}
        spec:
          matchConstraints:
            resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE],
              resources: [pods]}]
          attestors:
          - name: shop
            cosign: {key: {data: A}}
          - name: other
            cosign: {key: {data: B}}
          attestations:
          - name: sbom
            intoto: {type: t}
        """
                + fields.indent(2)
                + "  validations:\n"
                + all;
    }

    private static Decision decide(String policy, MadeUpFacts facts) {
        return policy(policy).decide(facts, facts.request());
    }

    private static Request admitted(String kind, Map<String, @Nullable Object> object) {
        Workload workload = new Workload(kind, "shop", "w", "CREATE", Map.of(), object, Map.of());
        return new Request(
                Gate.ADMISSION, "shop:1", Request.Use.CONTAINER, workload, MadeUpFacts.NOW);
    }

    private static Map<String, @Nullable Object> pod(String... images) {
        return Map.of(
                "apiVersion",
                "v1",
                "metadata",
                Map.of("labels", Map.of("prod", "true")),
                "spec",
                Map.of(
                        "containers",
                        List.of(images).stream().map(each -> Map.of("image", each)).toList()));
    }

    @Test
    void aPublishedPolicyWorksAsWritten() throws IOException {
        String text;
        try (InputStream in =
                getClass().getResourceAsStream("/kyverno-policies/verify-image-ivpol.yaml")) {
            text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        int begin = text.indexOf("-----BEGIN");
        int end = text.indexOf("-----END CERTIFICATE-----") + "-----END CERTIFICATE-----".length();
        String certificate = text.substring(begin, end).replaceAll("\n +", "\n");
        String image = "ghcr.io/kyverno/test-verify-image:signed";
        Decision unsigned = decide(text, new MadeUpFacts(image));
        assertEquals(Outcome.DENY, unsigned.outcome());
        assertEquals(
                "verify-image-ivpol/validations[0]: "
                        + image
                        + ": signature: the image is not signed: failed the verification"
                        + " (policy.yaml:59)",
                unsigned.text());
        Decision signed = decide(text, new MadeUpFacts(image).signed(certificate));
        assertEquals(Outcome.ALLOW, signed.outcome(), signed.text());
        assertEquals(Outcome.ALLOW, decide(text, new MadeUpFacts("nginx")).outcome());
    }

    @Test
    void whatWasNotCheckedDoesNotPassEitherWay() {
        MadeUpFacts facts = new MadeUpFacts("shop:1").signed("A", OPEN).signed("B");
        Decision decision = decide(text("", SIGNED), facts);
        assertEquals(Outcome.DENY, decision.outcome());
        assertTrue(decision.text().contains("not checked: transparency-log"), decision.text());
        String turned =
                "images.containers.all(i, verifyImageSignatures(i, [attestors.shop]) == 0)"
                        + " && images.containers.all(i, verifyImageSignatures(i,"
                        + " [attestors.other]) == 1)";
        assertEquals(Outcome.DENY, decide(text("", turned), facts).outcome());
        String other =
                "images.containers.all(i, verifyImageSignatures(i, [attestors.shop]) > 0"
                        + " || verifyImageSignatures(i, [attestors.other]) > 0)";
        assertEquals(Outcome.ALLOW, decide(text("", other), facts).outcome());
        Decision error = decide(text("", SIGNED), new MadeUpFacts("shop:1").broken("no route"));
        assertEquals(Outcome.ERROR, error.outcome());
        assertTrue(error.text().contains("not checked: no route"), error.text());
    }

    @Test
    void imagesAreRequiredToBeVerified() {
        String never =
                "images.initContainers.all(i, verifyImageSignatures(i, [attestors.shop]) > 0)";
        Decision decision = decide(text("", never), new MadeUpFacts("shop:1").signed("A"));
        assertEquals(Outcome.DENY, decision.outcome());
        assertTrue(decision.text().contains("required to be verified"), decision.text());
        String loose = "validationConfigurations: {required: false}\n";
        assertEquals(
                Outcome.ALLOW, decide(text(loose, never), new MadeUpFacts("shop:1")).outcome());
        String said = "validationConfigurations: {required: true}\n";
        SyntaxException e = assertThrows(SyntaxException.class, () -> policy(text(said, "true")));
        assertTrue(String.valueOf(e.getMessage()).startsWith("policy.yaml:16:"), e.getMessage());
        // As Kyverno has it, a policy that asks for nobody's signature is about other things.
        Decision silent = decide(text("", "size(images.containers) > 0"), new MadeUpFacts("a"));
        assertEquals(Outcome.ALLOW, silent.outcome(), silent.text());
        assertEquals(
                Outcome.DENY,
                decide(
                                text("validationConfigurations: {mutateDigest: false}\n", SIGNED),
                                new MadeUpFacts("shop:1").signed("A"))
                        .outcome());
    }

    @Test
    void statementsAreReadOnceTheyAreVerified() {
        String verified =
                "images.containers.all(i, verifyAttestationSignatures(i, attestations.sbom,"
                        + " [attestors.shop]) > 0)";
        String says =
                "images.containers.all(i, extractPayload(i, attestations.sbom).predicate.format"
                        + " == 'CycloneDX')";
        Check good = Check.passed("attestation", "");
        MadeUpFacts facts =
                new MadeUpFacts("shop:1").stated("t", Map.of("format", "CycloneDX"), good);
        Decision allowed = decide(text("", verified, says), facts);
        assertEquals(Outcome.ALLOW, allowed.outcome(), allowed.text());
        Decision early = decide(text("", says, verified), facts);
        assertEquals(Outcome.ERROR, early.outcome());
        assertTrue(early.text().contains("has been verified before"), early.text());
        facts.stated("t", Map.of("format", "SPDX"), good);
        Decision unclear = decide(text("", verified, says), facts);
        assertEquals(Outcome.DENY, unclear.outcome());
        assertTrue(unclear.text().contains("2 attestations t that differ"), unclear.text());
        MadeUpFacts false1 =
                new MadeUpFacts("shop:1")
                        .stated("t", Map.of(), Check.failed("attestation", "not his"));
        assertEquals(Outcome.DENY, decide(text("", verified), false1).outcome());
    }

    @Test
    void variablesAndConditionsKnowTheObject() {
        String fields =
                """
                matchConditions:
                - {name: prod, expression: "object.metadata.?labels.prod.orValue('') == 'true'"}
                variables:
                - {name: all, expression: "images.containers + images.initContainers"}
                """;
        String all = "variables.all.all(i, verifyImageSignatures(i, [attestors.shop]) > 0)";
        ImageValidatingPolicy policy = policy(text(fields, all));
        MadeUpFacts facts = new MadeUpFacts("shop:1");
        assertEquals(Outcome.DENY, policy.decide(facts, admitted("Pod", pod("shop:1"))).outcome());
        assertEquals(
                Outcome.ALLOW,
                policy.decide(facts, admitted("Pod", Map.of("metadata", Map.of()))).outcome());
        // The other image of the pod is not signed, and the expression speaks of both.
        Request both = admitted("Pod", pod("shop:1", "side:1"));
        assertEquals(Outcome.DENY, policy.decide(facts.signed("A"), both).outcome());
        assertEquals(Outcome.ALLOW, policy.decide(facts, admitted("Pod", pod("shop:1"))).outcome());
    }

    @Test
    void rulesAboutPodsAreAboutTheTemplatesOfControllers() {
        String fields =
                "matchConditions:\n"
                        + "- {name: prod, expression: \"object.metadata.labels.prod == 'true'\"}\n";
        MadeUpFacts facts = new MadeUpFacts("shop:1");
        Map<String, @Nullable Object> deployment =
                Map.of(
                        "apiVersion",
                        "apps/v1",
                        "metadata",
                        Map.of(),
                        "spec",
                        Map.of("template", pod("shop:1")));
        Request request = admitted("Deployment", deployment);
        assertEquals(Outcome.DENY, policy(text(fields, SIGNED)).decide(facts, request).outcome());
        assertTrue(policy(text(fields, SIGNED)).pins(request));
        String none = "autogen: {podControllers: {controllers: []}}\n";
        assertEquals(Outcome.ALLOW, policy(text(none, SIGNED)).decide(facts, request).outcome());
        assertFalse(policy(text(none, SIGNED)).pins(request));
    }

    @Test
    void namesOfImagesAreTakenApart() {
        String fields =
                "matchImageReferences: [{expression: \"image(ref).registry() == 'ghcr.io'\"}]\n";
        assertEquals(
                Outcome.DENY,
                decide(text(fields, SIGNED), new MadeUpFacts("ghcr.io/a/b:1")).outcome());
        assertEquals(Outcome.ALLOW, decide(text(fields, SIGNED), new MadeUpFacts("a/b")).outcome());
        String parts =
                "image('nginx').registry() == 'index.docker.io' && image('nginx').repository() =="
                        + " 'library/nginx' && image('a/b:2').tag() == '2' && image('a/b')"
                        + ".identifier() == 'latest' && !image('a/b').containsDigest()"
                        + " && isImage('a/b') && !isImage('A B') && getImageData('shop:1').tag"
                        + " == '1' && "
                        + SIGNED;
        Decision decision = decide(text("", parts), new MadeUpFacts("shop:1").signed("A"));
        assertEquals(Outcome.ALLOW, decision.outcome(), decision.text());
    }

    @Test
    void whatTheClusterHasCanBeLookedUp() {
        String fields =
                """
                variables:
                - {name: cm, expression: "resource.Get('v1', 'configmaps', 'shop', 'keys')"}
                - {name: all, expression: "resource.List('apps/v1', 'deployments', '').items"}
                """;
        String asks = "variables.cm.data.env == 'prod' && size(variables.all) == 1 && " + SIGNED;
        MadeUpFacts facts =
                new MadeUpFacts("shop:1")
                        .signed("A")
                        .cluster(
                                Map.of(
                                        "/api/v1/namespaces/shop/configmaps/keys",
                                        Map.of("data", Map.of("env", "prod")),
                                        "/apis/apps/v1/deployments",
                                        Map.of("items", List.of("a"))));
        Decision decision = decide(text(fields, asks), facts);
        assertEquals(Outcome.ALLOW, decision.outcome(), decision.text());
        Decision nowhere = decide(text(fields, asks), new MadeUpFacts("shop:1").signed("A"));
        assertEquals(Outcome.ERROR, nowhere.outcome());
        assertTrue(nowhere.text().contains("is to be looked up in a cluster"), nowhere.text());
        assertEquals(
                Outcome.ERROR,
                decide(text(fields, asks), new MadeUpFacts("shop:1").signed("A").cluster(Map.of()))
                        .outcome());
    }

    @Test
    void artifactsOfTheNotaryProjectStateWhatIsInThem() {
        String policy =
                text(
                                "",
                                "images.containers.all(i, verifyAttestationSignatures(i,"
                                        + " attestations.sbom, [attestors.notary]) > 0)",
                                "images.containers.all(i, extractPayload(i,"
                                        + " attestations.sbom).bomFormat == 'CycloneDX')")
                        .replace("intoto: {type: t}", "referrer: {type: sbom/cyclone-dx}")
                        .replace(
                                "- name: other",
                                "- {name: notary, notary: {certs: {value: C}}}\n  - name: other");
        Check good = Check.passed("attestation", "");
        Map<String, Object> sbom = Map.of("bomFormat", "CycloneDX");
        Decision allowed =
                decide(policy, new MadeUpFacts("shop:1").stated("sbom/cyclone-dx", sbom, good));
        assertEquals(Outcome.ALLOW, allowed.outcome(), allowed.text());
        Decision none = decide(policy, new MadeUpFacts("shop:1"));
        assertTrue(none.text().contains("no attestation sbom/cyclone-dx"), none.text());
        String mixed = policy.replace("[attestors.notary]", "[attestors.shop]");
        Decision other =
                decide(mixed, new MadeUpFacts("shop:1").stated("sbom/cyclone-dx", sbom, good));
        assertEquals(Outcome.ERROR, other.outcome());
        assertTrue(other.text().contains("is of the other kind"), other.text());
    }

    @Test
    void notesForTheAuditLogAreWorkedOut() {
        String fields =
                "auditAnnotations: [{key: name, valueExpression: \"object.metadata.name\"},"
                        + " {key: none, valueExpression: \"''\"},"
                        + " {key: broken, valueExpression: \"object.gone\"}]\n";
        Map<String, @Nullable Object> pod = Map.of("metadata", Map.of("name", "web"));
        Map<String, String> notes =
                policy(text(fields, SIGNED)).notes(new MadeUpFacts("shop:1"), admitted("Pod", pod));
        assertEquals("web", notes.get("p.name"));
        assertFalse(notes.containsKey("p.none"));
        assertTrue(String.valueOf(notes.get("p.broken")).startsWith("it has no value"));
    }

    @Test
    void whatIsNotKnownIsRefusedWithItsLine() {
        for (String fields :
                List.of(
                        "credentials: {secrets: [regcred]}",
                        "credentials: {allowInsecureRegistry: true}",
                        "evaluation: {mode: JSON}",
                        "matchImageReferences: [{glob: 'ghcr.io/{a,b}'}]",
                        "variables: [{name: v, expression: \"http.Get('https://a')\"}]",
                        "variables: [{name: v, expression: \"globalContext.Get('a', 'b')\"}]")) {
            SyntaxException e =
                    assertThrows(
                            SyntaxException.class,
                            () -> policy(text(fields + "\n", SIGNED)),
                            fields);
            assertTrue(
                    String.valueOf(e.getMessage()).startsWith("policy.yaml:16:"), e.getMessage());
        }
    }
}
