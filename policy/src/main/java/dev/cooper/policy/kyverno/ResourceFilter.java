package dev.cooper.policy.kyverno;

import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Workload;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which workloads are meant. What is empty is not asked for.
 *
 * @param kinds names of kinds, with {@code *}
 * @param namespaces patterns
 * @param names patterns
 * @param operations {@code CREATE} and so on
 * @param selector of the workload's labels
 * @param namespaceSelector of the labels of its namespace
 */
record ResourceFilter(
        List<Wildcard> kinds,
        List<Wildcard> namespaces,
        List<Wildcard> names,
        List<String> operations,
        Selector selector,
        Selector namespaceSelector) {
    /** They have pods in them, and rules about pods are about them. */
    private static final Set<String> CONTROLLERS =
            Set.of(
                    "Deployment",
                    "StatefulSet",
                    "DaemonSet",
                    "ReplicaSet",
                    "Job",
                    "CronJob",
                    "ReplicationController");

    static ResourceFilter read(YamlNode filter) {
        filter.only("resources");
        YamlNode all = filter.get("resources");
        all.only(
                "kinds",
                "namespaces",
                "name",
                "names",
                "operations",
                "selector",
                "namespaceSelector");
        List<Wildcard> names =
                all.get("name").exists()
                        ? List.of(new Wildcard(all.get("name").text()))
                        : patterns(all.get("names"));
        return new ResourceFilter(
                all.get("kinds").texts().stream().map(ResourceFilter::kind).toList(),
                patterns(all.get("namespaces")),
                names,
                all.get("operations").texts(),
                Selector.read(all.get("selector")),
                Selector.read(all.get("namespaceSelector")));
    }

    private static List<Wildcard> patterns(YamlNode list) {
        return list.texts().stream().map(Wildcard::new).toList();
    }

    /** The kind of {@code group/version/Kind.subresource}. */
    private static Wildcard kind(String written) {
        String kind = written.substring(written.lastIndexOf('/') + 1);
        int dot = kind.indexOf('.');
        return new Wildcard(dot < 0 ? kind : kind.substring(0, dot));
    }

    /**
     * Whether a workload is meant.
     *
     * @param unknown what is said where it is not known: where there is no cluster
     */
    boolean matches(Request request, boolean unknown) {
        Workload workload = request.workload();
        if (request.gate() != Gate.ADMISSION) {
            return isOfPods()
                    && (unknown
                            || (namespaces.isEmpty()
                                    && names.isEmpty()
                                    && selector.isEmpty()
                                    && namespaceSelector.isEmpty()));
        }
        boolean labels =
                namespaceSelector.isEmpty()
                        || (workload.namespaceLabels().isEmpty()
                                ? unknown
                                : namespaceSelector.matches(workload.namespaceLabels()));
        return isKind(workload.kind())
                && isOne(namespaces, workload.namespace())
                && isOne(names, workload.name())
                && (operations.isEmpty() || operations.contains(workload.operation()))
                && selector.matches(labels(workload.object()))
                && labels;
    }

    private static boolean isOne(List<Wildcard> patterns, String name) {
        return patterns.isEmpty() || patterns.stream().anyMatch(each -> each.matches(name));
    }

    private boolean isKind(String kind) {
        return isOne(kinds, kind) || (CONTROLLERS.contains(kind) && isOne(kinds, "Pod"));
    }

    private boolean isOfPods() {
        return isOne(kinds, "Pod") || CONTROLLERS.stream().anyMatch(each -> isOne(kinds, each));
    }

    private static Map<?, ?> labels(Map<String, @Nullable Object> object) {
        return object.get("metadata") instanceof Map<?, ?> metadata
                        && metadata.get("labels") instanceof Map<?, ?> labels
                ? labels
                : Map.of();
    }
}
