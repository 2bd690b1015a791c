package dev.cooper.policy.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.policy.lint.Finding.Severity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

class LinterTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    /** A ClusterPolicy of which nothing is to be said, but for what stands in the places. */
    private static final String CLUSTER_POLICY =
            """
            apiVersion: kyverno.io/v1
            kind: ClusterPolicy
            metadata: {name: shop}
            spec:
              validationFailureAction: Enforce
              failurePolicy: Fail
              rules:
              - name: signed
                match: {any: [{resources: {kinds: [Pod]}}]}
                verifyImages:
                - imageReferences: ["ghcr.io/shop/*"]
                  required: true
                  attestors:
                  - count: 1
                    entries:
                    - keyless:
                        issuer: https://token.actions.githubusercontent.com
                        subjectRegExp: ^https://github\\.com/shop/.*$
                        rekor: {ignoreTlog: false}
                        ctlog: {ignoreSCT: false}
            """;

    private static List<String> lint(String text) {
        return new Linter(NOW)
                .lint("a.yaml", text.getBytes(StandardCharsets.UTF_8)).stream()
                        .map(one ->
                                one.place().line()
                                        + " "
                                        + (one.severity() == Severity.ERROR ? "E " : "W ")
                                        + one.rule())
                        .toList();
    }

    @Test
    void ofAStrictPolicyNothingIsSaid() {
        assertEquals(List.of(), lint(CLUSTER_POLICY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "failurePolicy: Fail ; failurePolicy: Ignore ; 6 E failure-policy-ignore",
                "required: true ; required: false ; 12 E not-required",
                "required: true ; verifyDigest: false ; 12 W no-digest",
                "Action: Enforce ; Action: Audit ; 5 W audit-only, 11 E audit-and-mutate",
                "count: 1 ; count: 0 ; 14 E unreadable, 14 E count-zero",
                "ignoreTlog: false ; ignoreTlog: true ; 19 E ignore-tlog",
                "ignoreSCT: false ; ignoreSCT: true ; 20 W ignore-sct",
                "subjectRegExp: ^ ; subjectRegExp: x ; 18 E unanchored-regexp",
                ".*$ ; .* ; 18 W unanchored-regexp",
                "github\\.com/shop/.*$ ; github\\.com.* ; 18 E unanchored-regexp",
                "/shop/.*$ ; /shop/a$|^b$ ; 18 E unanchored-regexp",
                "github\\.com ; github.com ; 18 W unescaped-dot",
                "^https://github\\.com/shop/.*$ ; .* ; 18 E anybody",
                "subjectRegExp: ^https://github\\.com/shop/.*$ ; subject: '*' ; 18 E anybody",
                "subjectRegExp: ^https://github\\.com/shop/.*$ ; subject: https://github.com/* ;"
                        + " 18 E anybody",
                "ghcr.io/shop/* ; ghcr.io/shop/app:v1* ; 11 E never-matches-digest",
                "ghcr.io/shop/* ; ghcr.io/shop/app ; 11 E never-matches-digest",
                "ghcr.io/shop/* ; ghcr.io/shop/app@sha256:12 ; 11 E never-matches-digest",
                "ghcr.io/shop/* ; ghcr.io/shop/app@* ;",
                "ghcr.io/shop/* ; shop/* ; 11 W pattern-without-registry",
            })
    void whatLetsInMoreThanIsMeantIsFound(String good, String bad, String found) {
        assertTrue(CLUSTER_POLICY.contains(good), good);
        List<String> said = lint(CLUSTER_POLICY.replace(good, bad));
        assertEquals(found == null ? "" : found, String.join(", ", said));
    }

    @Test
    void patternsOfTagsAreFineBesideOnesOfDigests() {
        String both = "\"ghcr.io/shop/app:*\", \"ghcr.io/shop/app@*\"";
        assertEquals(List.of(), lint(CLUSTER_POLICY.replace("\"ghcr.io/shop/*\"", both)));
    }

    @Test
    void whoIsNamedHalfIsFound() {
        String half =
                CLUSTER_POLICY.replace("issuer: https://token.actions.githubusercontent.com", "");
        assertEquals(List.of("18 E anybody"), lint(half.replace("                \n", "\n")));
    }

    @Test
    void rulesOfCoopersOwnAreLookedAtToo() {
        assertEquals(
                List.of("3 W audit-only", "5 W ignore-tlog", "6 E anybody", "6 E ignore-tlog"),
                lint(
                        """
                        rules:
                        - name: signed
                          action: warn
                          signatures:
                          - {key: cosign.pub, ignoreTlog: true}
                          - {keyless: {issuer: "https://a.example"}, ignoreTlog: true}
                        """));
        assertEquals(
                List.of("7 W audit-only"),
                lint(
                        """
                        kind: ConfigMap
                        metadata: {name: shop}
                        data:
                          policy.yaml: |
                            rules:
                            - name: root
                              action: warn
                              match: ["USER root"]
                        """));
    }

    @Test
    void validatingPoliciesAndWebhooksAreLookedAtToo() {
        assertEquals(
                List.of(
                        "5 E failure-policy-ignore",
                        "9 W audit-only",
                        "9 E audit-and-mutate",
                        "10 E not-required",
                        "11 E never-matches-digest",
                        "16 E anybody",
                        "17 E ignore-tlog",
                        "18 W unused-attestor"),
                lint(
                        """
                        apiVersion: policies.kyverno.io/v1
                        kind: ImageValidatingPolicy
                        metadata: {name: shop}
                        spec:
                          failurePolicy: Ignore
                          matchConstraints:
                            resourceRules:
                            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
                          validationActions: [Audit]
                          validationConfigurations: {required: false}
                          matchImageReferences: [{glob: "ghcr.io/shop/app:1"}]
                          attestors:
                          - name: ci
                            cosign:
                              keyless:
                                identities: [{issuer: "https://a.example", subjectRegExp: ".+"}]
                              ctlog: {insecureIgnoreTlog: true}
                          - {name: other, cosign: {key: {data: cosign.pub}}}
                          validations:
                          - expression: images.containers.all(i, verifyImageSignatures(i, [attestors.ci]) > 0)
                        """));
        assertEquals(
                List.of("3 E failure-policy-ignore"),
                lint(
                        "kind: ValidatingWebhookConfiguration\nwebhooks:\n- failurePolicy:"
                                + " Ignore\n"));
    }

    @Test
    void trustPoliciesOfNotationAreLookedAtToo() {
        String policy =
                """
                {"version": "1.0", "trustPolicies": [
                  {"name": "a", "registryScopes": ["*"], "signatureVerification": {"level": "skip"}},
                  {"name": "b", "registryScopes": ["a.example/b"],
                   "signatureVerification": {"level": "strict", "override": {"revocation": "skip"}},
                   "trustStores": ["ca:shop"], "trustedIdentities": ["*"]}
                ]}
                """;
        assertEquals(
                List.of("2 E notation-skip", "4 W notation-override", "5 W anybody"), lint(policy));
    }

    @Test
    void rootsThatRanOutAreFound() {
        String root =
                """
                {"mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
                 "tlogs": [], "certificateAuthorities": []}
                """;
        assertTrue(lint(root).contains("2 E expired-root"), lint(root).toString());
        String config =
                """
                {"mediaType": "application/vnd.dev.sigstore.signingconfig.v0.2+json",
                 "caUrls": [{"url": "http://ca.example", "majorApiVersion": 1,
                   "validFor": {"start": "2024-01-01T00:00:00Z"}}],
                 "rekorTlogUrls": [{"url": "https://log.example", "majorApiVersion": 1,
                   "validFor": {"start": "2024-01-01T00:00:00Z", "end": "2026-11-23T00:00:00Z"}}],
                 "rekorTlogConfig": {"selector": "ANY"}}
                """;
        assertEquals(List.of("2 W plain-http", "4 W expiring-root"), lint(config));
        String ended = config.replace("2026-11-23", "2026-11-21");
        assertEquals(List.of("2 W plain-http", "4 E expired-root"), lint(ended));
    }

    @Test
    void whatNobodyCouldReadIsAnError() {
        assertEquals(List.of("2 E unreadable"), lint("a: b\na: c\n"));
        assertEquals(List.of("1 E unreadable"), lint("a: b\n"));
        assertEquals(List.of("0 E unreadable"), lint(""));
    }
}
