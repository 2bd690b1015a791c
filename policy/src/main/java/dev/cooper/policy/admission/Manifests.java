package dev.cooper.policy.admission;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes what a cluster needs to run the webhook and to ask it. */
public final class Manifests {
    private static final int PORT = 8443;

    private final ManifestSettings settings;

    /**
     * Writes manifests.
     *
     * @throws SyntaxException when a setting is nothing that a cluster takes
     */
    public Manifests(ManifestSettings settings) {
        this.settings = settings;
        for (String name : List.of(settings.name(), settings.namespace())) {
            if (!name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
                throw new SyntaxException(
                        "a cluster takes no name \""
                                + name
                                + "\"; names are of a to z, 0 to 9 and -, at most 63");
            }
        }
        if (settings.timeoutSeconds() < 1 || settings.timeoutSeconds() > 30) {
            throw new SyntaxException(
                    "a cluster waits 1 to 30 seconds, not " + settings.timeoutSeconds());
        }
    }

    /** Returns all as one stream of documents, for {@code kubectl apply -f -}. */
    public String all() {
        return String.join("---\n", files().values());
    }

    /** Returns the files of a base of Kustomize, by name. */
    public SortedMap<String, String> kustomize() {
        SortedMap<String, String> files = new TreeMap<>(files());
        StringBuilder list = new StringBuilder();
        list.append("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n");
        list.append("resources:\n");
        files.keySet().forEach(file -> list.append("  - ").append(file).append('\n'));
        files.put("kustomization.yaml", list.toString());
        return files;
    }

    /** Returns the files of a chart of Helm, by name. */
    public SortedMap<String, String> helm() {
        SortedMap<String, String> chart = new TreeMap<>();
        chart.put(
                "Chart.yaml",
                """
                apiVersion: v2
                name: %s
                description: The webhook that asks policies which images may run
                type: application
                version: 0.1.0
                """
                        .formatted(settings.name()));
        chart.put(
                "values.yaml",
                """
                image: %s
                replicas: %d
                timeoutSeconds: %d
                failurePolicy: %s
                """
                        .formatted(
                                quoted(settings.image()),
                                settings.replicas(),
                                settings.timeoutSeconds(),
                                failurePolicy()));
        files().forEach((name, text) -> {
            // what is braces in a policy must not look like Helm's
            String plain = text.replace("{{", "{{ \"{{\" }}");
            String filled =
                    plain.replace(
                                    "image: " + quoted(settings.image()),
                                    "image: {{ .Values.image | quote }}")
                            .replace(
                                    "replicas: " + settings.replicas(),
                                    "replicas: {{ .Values.replicas }}")
                            .replace(
                                    "timeoutSeconds: " + settings.timeoutSeconds(),
                                    "timeoutSeconds: {{ .Values.timeoutSeconds }}")
                            .replace(
                                    "failurePolicy: " + failurePolicy(),
                                    "failurePolicy: {{ .Values.failurePolicy }}");
            chart.put("templates/" + name, filled);
        });
        return chart;
    }

    private SortedMap<String, String> files() {
        SortedMap<String, String> files = new TreeMap<>();
        files.put("00-namespace.yaml", namespace());
        files.put("10-account.yaml", account());
        files.put("20-policies.yaml", policies());
        files.put("30-certificate.yaml", certificate());
        files.put("40-deployment.yaml", deployment());
        files.put("50-service.yaml", service());
        files.put("60-disruption.yaml", disruption());
        files.put("70-mutating.yaml", webhook("MutatingWebhookConfiguration", "mutate"));
        files.put("71-validating.yaml", webhook("ValidatingWebhookConfiguration", "validate"));
        return files;
    }

    private String failurePolicy() {
        return settings.failsOpen() ? "Ignore" : "Fail";
    }

    private String namespace() {
        return """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %s
          labels:
            pod-security.kubernetes.io/enforce: restricted
        """
                .formatted(settings.namespace());
    }

    /** It asks registries, never the cluster: it has an account with no rights at all. */
    private String account() {
        return """
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: %1$s
          namespace: %2$s
        automountServiceAccountToken: false
        """
                .formatted(settings.name(), settings.namespace());
    }

    private String policies() {
        StringBuilder text =
                new StringBuilder(
                        """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata:
                          name: %s-policies
                          namespace: %s
                        data:
                        """
                                .formatted(settings.name(), settings.namespace()));
        settings.policies()
                .forEach((file, content) -> {
                    text.append("  ").append(quoted(file)).append(": ");
                    text.append(quoted(content)).append('\n');
                });
        if (settings.policies().isEmpty()) {
            text.append("  {}\n");
        }
        return text.toString();
    }

    private String certificate() {
        Map<String, String> data = new LinkedHashMap<>();
        settings.tls()
                .ifPresent(tls -> {
                    data.put("tls.crt", base64(tls.certificate()));
                    data.put("tls.key", base64(tls.key()));
                });
        StringBuilder text =
                new StringBuilder(
                        """
                        apiVersion: v1
                        kind: Secret
                        metadata:
                          name: %s-tls
                          namespace: %s
                        type: kubernetes.io/tls
                        data:
                        """
                                .formatted(settings.name(), settings.namespace()));
        data.forEach((key, value) -> text.append("  %s: %s\n".formatted(key, value)));
        return text.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String deployment() {
        return """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: %1$s
          namespace: %2$s
          labels:
            app.kubernetes.io/name: %1$s
        spec:
          replicas: %3$d
          selector:
            matchLabels:
              app.kubernetes.io/name: %1$s
          template:
            metadata:
              labels:
                app.kubernetes.io/name: %1$s
            spec:
              serviceAccountName: %1$s
              automountServiceAccountToken: false
              priorityClassName: system-cluster-critical
              securityContext:
                runAsNonRoot: true
                runAsUser: 65532
                runAsGroup: 65532
                seccompProfile:
                  type: RuntimeDefault
              containers:
                - name: webhook
                  image: %4$s
                  args:
                    - admission
                    - serve
                    - --listen=:%5$d
                    - --tls-cert=/etc/cooper/tls/tls.crt
                    - --tls-key=/etc/cooper/tls/tls.key
                    - --policy=/etc/cooper/policies
        %6$s          env:
                    - name: HOME
                      value: /tmp
                  ports:
                    - name: https
                      containerPort: %5$d
                  readinessProbe:
                    httpGet:
                      path: /readyz
                      port: https
                      scheme: HTTPS
                  livenessProbe:
                    httpGet:
                      path: /healthz
                      port: https
                      scheme: HTTPS
                    initialDelaySeconds: 10
                  resources:
                    requests:
                      cpu: 100m
                      memory: 256Mi
                    limits:
                      memory: 512Mi
                  securityContext:
                    allowPrivilegeEscalation: false
                    readOnlyRootFilesystem: true
                    capabilities:
                      drop:
                        - ALL
                  volumeMounts:
                    - name: tls
                      mountPath: /etc/cooper/tls
                      readOnly: true
                    - name: policies
                      mountPath: /etc/cooper/policies
                      readOnly: true
                    - name: tmp
                      mountPath: /tmp
              volumes:
                - name: tls
                  secret:
                    secretName: %1$s-tls
                - name: policies
                  configMap:
                    name: %1$s-policies
                - name: tmp
                  emptyDir:
                    sizeLimit: 256Mi
        """
                .formatted(
                        settings.name(),
                        settings.namespace(),
                        settings.replicas(),
                        quoted(settings.image()),
                        PORT,
                        exemptArguments());
    }

    private String exemptArguments() {
        StringBuilder text = new StringBuilder();
        settings.exempt()
                .forEach(one ->
                        text.append("            - ")
                                .append(quoted("--exempt-namespace=" + one))
                                .append('\n'));
        return text.toString();
    }

    private String service() {
        return """
        apiVersion: v1
        kind: Service
        metadata:
          name: %1$s
          namespace: %2$s
        spec:
          selector:
            app.kubernetes.io/name: %1$s
          ports:
            - name: https
              port: 443
              targetPort: https
        """
                .formatted(settings.name(), settings.namespace());
    }

    private String disruption() {
        return """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata:
          name: %1$s
          namespace: %2$s
        spec:
          maxUnavailable: 1
          selector:
            matchLabels:
              app.kubernetes.io/name: %1$s
        """
                .formatted(settings.name(), settings.namespace());
    }

    /** Its own namespace is never asked about, or the webhook could not start again. */
    private String webhook(String kind, String path) {
        String again = path.equals("mutate") ? "    reinvocationPolicy: IfNeeded\n" : "";
        return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: %1$s
        metadata:
          name: %2$s
        webhooks:
          - name: %4$s.%2$s.%3$s.svc
            admissionReviewVersions:
              - v1
            sideEffects: None
            timeoutSeconds: %5$d
            failurePolicy: %6$s
            matchPolicy: Equivalent
        %7$s    clientConfig:
              service:
                name: %2$s
                namespace: %3$s
                path: /%4$s
                port: 443
        %8$s    namespaceSelector:
              matchExpressions:
                - key: kubernetes.io/metadata.name
                  operator: NotIn
                  values:
        %9$s    rules:
        %10$s\
        """
                .formatted(
                        kind,
                        settings.name(),
                        settings.namespace(),
                        path,
                        settings.timeoutSeconds(),
                        failurePolicy(),
                        again,
                        authority(),
                        unasked(),
                        rules());
    }

    private String authority() {
        return settings.tls()
                .map(tls -> "      caBundle: " + base64(tls.authority()) + "\n")
                .orElse("");
    }

    private String unasked() {
        Set<String> names = new LinkedHashSet<>(List.of(settings.namespace()));
        settings.exempt().stream().filter(one -> !one.contains("*")).forEach(names::add);
        StringBuilder text = new StringBuilder();
        names.forEach(one -> text.append("            - ").append(quoted(one)).append('\n'));
        return text.toString();
    }

    private static String rules() {
        SortedMap<String, List<String>> byGroup = new TreeMap<>();
        for (WorkloadKind kind : WorkloadKind.values()) {
            List<String> names = byGroup.computeIfAbsent(kind.group(), _ -> new ArrayList<>());
            names.add(kind.resource());
            if (kind == WorkloadKind.POD) {
                names.add("pods/ephemeralcontainers");
            }
        }
        StringBuilder text = new StringBuilder();
        byGroup.forEach((group, resources) -> {
            text.append("      - apiGroups:\n          - ").append(quoted(group)).append('\n');
            text.append("        apiVersions:\n          - v1\n");
            text.append("        operations:\n          - CREATE\n          - UPDATE\n");
            text.append("        resources:\n");
            resources.forEach(one -> text.append("          - ").append(one).append('\n'));
            text.append("        scope: Namespaced\n");
        });
        return text.toString();
    }

    /** A text as YAML has it between double quotes, which is as JSON has it. */
    private static String quoted(String text) {
        return Json.writeString(text);
    }
}
