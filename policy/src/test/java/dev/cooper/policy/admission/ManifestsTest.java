package dev.cooper.policy.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

class ManifestsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String POLICY = "rules:\n  - name: \"no-root\"\n    text: {{ x }}\n";

    private static ManifestSettings settings(String name) throws Exception {
        ManifestSettings bare =
                new ManifestSettings(
                        name,
                        "cooper-system",
                        "registry.example/cooper:1",
                        2,
                        10,
                        false,
                        List.of("kube-system", "test-*"),
                        new TreeMap<>(Map.of("seeds.yaml", POLICY)),
                        Optional.empty());
        return new ManifestSettings(
                bare.name(),
                bare.namespace(),
                bare.image(),
                bare.replicas(),
                bare.timeoutSeconds(),
                bare.failsOpen(),
                bare.exempt(),
                bare.policies(),
                Optional.of(WebhookCertificate.create(bare.host(), NOW, Duration.ofDays(365))));
    }

    private static Map<?, ?> load(String text) {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    private static Object at(Object value, Object... path) {
        Object now = value;
        for (Object step : path) {
            now = step instanceof Integer i ? ((List<?>) now).get(i) : ((Map<?, ?>) now).get(step);
            assertTrue(now != null, List.of(path) + " is missing at " + step);
        }
        return now;
    }

    @Test
    void every_document_is_yaml_and_names_what_it_needs() throws Exception {
        SortedMap<String, String> files = new Manifests(settings("gate")).kustomize();
        List<String> kinds = new ArrayList<>();
        files.values().forEach(text -> kinds.add((String) load(text).get("kind")));
        assertEquals(
                List.of(
                        "Namespace",
                        "ServiceAccount",
                        "ConfigMap",
                        "Secret",
                        "Deployment",
                        "Service",
                        "PodDisruptionBudget",
                        "MutatingWebhookConfiguration",
                        "ValidatingWebhookConfiguration",
                        "Kustomization"),
                kinds);
        assertEquals(
                files.size() - 1,
                ((List<?>) at(load(files.getOrDefault("kustomization.yaml", "")), "resources"))
                        .size());
        assertEquals(
                POLICY, at(load(files.getOrDefault("20-policies.yaml", "")), "data", "seeds.yaml"));
        Object container =
                at(
                        load(files.getOrDefault("40-deployment.yaml", "")),
                        "spec",
                        "template",
                        "spec",
                        "containers",
                        0);
        assertTrue(((List<?>) at(container, "args")).contains("--exempt-namespace=test-*"));
        assertEquals("registry.example/cooper:1", at(container, "image"));
    }

    @Test
    void the_cluster_asks_about_every_kind_that_makes_pods_and_never_about_the_webhook_itself()
            throws Exception {
        for (String file : new String[] {"70-mutating.yaml", "71-validating.yaml"}) {
            Object webhook =
                    at(
                            load(
                                    new Manifests(settings("gate"))
                                            .kustomize()
                                            .getOrDefault(file, "")),
                            "webhooks",
                            0);
            TreeSet<String> resources = new TreeSet<>();
            for (Object rule : (List<?>) at(webhook, "rules")) {
                ((List<?>) at(rule, "resources")).forEach(one -> resources.add((String) one));
            }
            assertEquals(
                    new TreeSet<>(
                            List.of(
                                    "cronjobs",
                                    "daemonsets",
                                    "deployments",
                                    "jobs",
                                    "pods",
                                    "pods/ephemeralcontainers",
                                    "podtemplates",
                                    "replicasets",
                                    "replicationcontrollers",
                                    "statefulsets")),
                    resources);
            assertEquals(
                    List.of("cooper-system", "kube-system"),
                    at(webhook, "namespaceSelector", "matchExpressions", 0, "values"));
            assertEquals("Fail", at(webhook, "failurePolicy"));
            assertEquals("None", at(webhook, "sideEffects"));
        }
    }

    @Test
    void the_certificate_is_for_the_name_that_the_cluster_calls() throws Exception {
        String text =
                new Manifests(settings("gate")).kustomize().getOrDefault("70-mutating.yaml", "");
        byte[] pem =
                Base64.getDecoder()
                        .decode((String) at(load(text), "webhooks", 0, "clientConfig", "caBundle"));
        X509Certificate certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(pem));
        assertTrue(
                certificate
                        .getSubjectAlternativeNames()
                        .toString()
                        .contains("gate.cooper-system.svc"));
        certificate.verify(certificate.getPublicKey());
    }

    @Test
    void a_chart_takes_its_values_and_leaves_the_braces_of_policies_alone() throws Exception {
        SortedMap<String, String> chart = new Manifests(settings("gate")).helm();
        assertEquals(
                "registry.example/cooper:1",
                load(chart.getOrDefault("values.yaml", "")).get("image"));
        String deployment = chart.getOrDefault("templates/40-deployment.yaml", "");
        assertTrue(deployment.contains("image: {{ .Values.image | quote }}"), deployment);
        assertTrue(deployment.contains("replicas: {{ .Values.replicas }}"), deployment);
        String policies = chart.getOrDefault("templates/20-policies.yaml", "");
        assertTrue(policies.contains("{{ \"{{\" }} x }}"), policies);
        assertTrue(
                chart.getOrDefault("templates/70-mutating.yaml", "")
                        .contains("{{ .Values.failurePolicy }}"));
    }

    @Test
    void a_name_that_a_cluster_does_not_take_is_refused() {
        SyntaxException refused =
                assertThrows(SyntaxException.class, () -> new Manifests(settings("My Gate")));
        assertTrue(String.valueOf(refused.getMessage()).contains("no name \"My Gate\""));
    }
}
