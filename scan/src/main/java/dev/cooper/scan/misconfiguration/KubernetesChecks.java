package dev.cooper.scan.misconfiguration;

import dev.cooper.scan.secret.SecretObserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks Kubernetes manifests for what concerns the images they run. Any number of threads may use
 * it.
 */
public final class KubernetesChecks {
    /** How reports call what is checked here. */
    public static final String TYPE = "kubernetes";

    private static final int MOST_PODS = 1000;
    private static final int MOST_COMMENTS = 1000;
    private static final int NEAR = 50;
    private static final int MOST_CONTAINERS = 10_000;

    private final SecretObserver secrets;
    private final LocalDate today;

    /** What makes pods, and where it says how they are. */
    private record Pod(String name, YamlNode spec, YamlNode document) {}

    /**
     * @param secrets finds secrets in the text, which no report shows
     * @param today decides which comments still count
     */
    public KubernetesChecks(SecretObserver secrets, LocalDate today) {
        this.secrets = secrets;
        this.today = today;
    }

    /** Whether a file of this name may be a manifest. */
    public static boolean isManifest(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json");
    }

    /**
     * Checks a file.
     *
     * @param path how reports call it
     * @return empty when nothing in it makes pods
     * @throws dev.cooper.oci.SyntaxException when it says that it is a manifest and is no YAML
     */
    public Optional<Checked> check(String path, byte[] content) throws IOException {
        String text = new String(content, StandardCharsets.UTF_8);
        if (!text.contains("apiVersion") || !text.contains("kind")) {
            return Optional.empty();
        }
        List<Pod> pods = new ArrayList<>();
        for (YamlNode document : YamlNode.documents(path, text)) {
            collect(document, pods, true);
        }
        if (pods.isEmpty()) {
            return Optional.empty();
        }
        String masked =
                new String(secrets.mask(path, content, new ArrayList<>()), StandardCharsets.UTF_8);
        List<String> lines = masked.lines().toList();
        Reporter reporter = new Reporter(TYPE, path, ignores(lines, pods)::until);
        for (Pod pod : pods) {
            new PodChecks(pod.name(), pod.spec(), lines, reporter).check();
        }
        return Optional.of(reporter.checked(Check.all("KSV-")));
    }

    /**
     * @param mayBeList lists are not in lists
     */
    private static void collect(YamlNode document, List<Pod> pods, boolean mayBeList) {
        String kind = document.get("kind").text();
        if (!document.get("apiVersion").exists() || pods.size() >= MOST_PODS) {
            return;
        }
        if (kind.endsWith("List") && mayBeList) {
            document.get("items").elements().forEach(item -> collect(item, pods, false));
            return;
        }
        YamlNode spec =
                switch (kind) {
                    case "Pod" -> document.get("spec");
                    case "Deployment",
                            "ReplicaSet",
                            "ReplicationController",
                            "DaemonSet",
                            "StatefulSet",
                            "Job" ->
                            document.get("spec", "template", "spec");
                    case "CronJob" ->
                            document.get("spec", "jobTemplate", "spec", "template", "spec");
                    case "PodTemplate" -> document.get("template", "spec");
                    default -> document.get("spec", "podSpec");
                };
        if (spec.exists()) {
            String name = kind + " '" + document.get("metadata", "name").text() + "'";
            pods.add(new Pod(name, spec, document));
        }
    }

    private InlineIgnores ignores(List<String> lines, List<Pod> pods) {
        InlineIgnores ignores = new InlineIgnores(today);
        List<YamlNode> containers =
                pods.stream()
                        .flatMap(pod -> PodChecks.containers(pod.spec()).stream())
                        .limit(MOST_CONTAINERS)
                        .toList();
        int comments = 0;
        for (int i = 0; i < lines.size() && comments < MOST_COMMENTS; i++) {
            String line = lines.get(i).strip();
            if (!line.startsWith("#") || !line.contains(":ignore:")) {
                continue;
            }
            comments++;
            int number = i + 1;
            for (Pod pod : pods) {
                int first = pod.document().startLine();
                if (number < first && first - number <= NEAR && isAbove(lines, number, first)) {
                    ignores.read(line, first, pod.document().endLine());
                }
            }
            for (YamlNode container : containers) {
                int start = container.startLine();
                if (start - 1 <= number && number <= container.endLine()) {
                    ignores.read(line, start, start);
                }
            }
        }
        return ignores;
    }

    /** Whether only comments and blank lines stand between two lines. */
    private static boolean isAbove(List<String> lines, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#") && !line.equals("---")) {
                return false;
            }
        }
        return true;
    }
}
