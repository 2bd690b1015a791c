package dev.cooper.policy.sigstore;

import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which objects of a cluster a policy is about. What is empty is not asked.
 *
 * @param version of the group, such as {@code apps/v1}
 * @param resource the kind in small letters and the plural
 * @param terms what labels must be
 */
record MatchedResource(String group, String version, String resource, List<Term> terms) {
    private static final List<String> KNOWN =
            List.of(
                    "",
                    "pods",
                    "podtemplates",
                    "replicationcontrollers",
                    "replicasets",
                    "deployments",
                    "statefulsets",
                    "daemonsets",
                    "jobs",
                    "cronjobs");

    /** What is asked of one label. */
    record Term(String key, String operator, List<String> values) {
        boolean holds(Optional<String> value) {
            return switch (operator) {
                case "In" -> value.filter(values::contains).isPresent();
                case "NotIn" -> value.filter(values::contains).isEmpty();
                case "Exists" -> value.isPresent();
                default -> value.isEmpty();
            };
        }
    }

    static MatchedResource read(YamlNode node) {
        node.only("group", "version", "resource", "selector");
        YamlNode selector = node.get("selector");
        selector.only("matchLabels", "matchExpressions");
        List<Term> terms = new ArrayList<>();
        selector.get("matchLabels")
                .textMap()
                .forEach((key, value) -> terms.add(new Term(key, "In", List.of(value))));
        for (YamlNode each : selector.get("matchExpressions").elements()) {
            each.only("key", "operator", "values");
            String operator = each.get("operator").wantedText();
            if (!List.of("In", "NotIn", "Exists", "DoesNotExist").contains(operator)) {
                throw each.get("operator").wrong("want In, NotIn, Exists or DoesNotExist");
            }
            terms.add(new Term(each.get("key").wantedText(), operator, each.get("values").texts()));
        }
        MatchedResource found =
                new MatchedResource(
                        node.get("group").text(),
                        node.get("version").text(),
                        node.get("resource").text(),
                        terms);
        if (!KNOWN.contains(found.resource)) {
            throw node.get("resource").wrong("no pods are made of it; want one such as pods");
        }
        boolean all = (found.group + found.version + found.resource).isEmpty();
        if (all && !terms.isEmpty()) {
            throw selector.wrong("want a resource beside it");
        }
        return found;
    }

    boolean matches(Workload workload) {
        String written = String.valueOf(workload.object().getOrDefault("apiVersion", ""));
        int slash = written.indexOf('/');
        String plural = workload.kind().toLowerCase(Locale.ROOT) + "s";
        boolean same =
                (group.isEmpty() || group.equals(slash < 0 ? "" : written.substring(0, slash)))
                        && (version.isEmpty() || version.equals(written.substring(slash + 1)))
                        && (resource.isEmpty() || resource.equals(plural));
        Map<?, ?> labels =
                workload.object().get("metadata") instanceof Map<?, ?> metadata
                                && metadata.get("labels") instanceof Map<?, ?> found
                        ? found
                        : Map.of();
        return same
                && terms.stream()
                        .allMatch(term ->
                                term.holds(
                                        Optional.ofNullable(labels.get(term.key()))
                                                .map(String::valueOf)));
    }
}
