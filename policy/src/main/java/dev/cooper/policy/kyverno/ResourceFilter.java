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
 * @param annotations of the workload
 * @param namespaceSelector of the labels of its namespace
 * @param subjects who asks, of whom it must be one
 * @param controllers the kinds that rules about pods are about, too
 */
record ResourceFilter(
        List<Wildcard> kinds,
        List<Wildcard> namespaces,
        List<Wildcard> names,
        List<String> operations,
        Selector selector,
        Selector annotations,
        Selector namespaceSelector,
        List<Subject> subjects,
        Set<String> controllers) {
    static ResourceFilter read(YamlNode filter, Set<String> controllers) {
        filter.only("resources", "subjects", "roles", "clusterRoles");
        return readOlder(filter, controllers);
    }

    /** Reads what may stand beside other fields. */
    static ResourceFilter readOlder(YamlNode filter, Set<String> controllers) {
        for (String field : List.of("roles", "clusterRoles")) {
            if (filter.get(field).exists()) {
                throw filter.get(field)
                        .wrong("which roles somebody has is not told to webhooks; name subjects");
            }
        }
        YamlNode all = filter.get("resources");
        all.only(
                "kinds",
                "namespaces",
                "name",
                "names",
                "annotations",
                "operations",
                "selector",
                "namespaceSelector");
        List<Wildcard> names =
                all.get("name").exists()
                        ? List.of(new Wildcard(all.get("name").text()))
                        : patterns(all.get("names"));
        Selector selector = Selector.read(all.get("selector"));
        return new ResourceFilter(
                all.get("kinds").texts().stream().map(ResourceFilter::kind).toList(),
                patterns(all.get("namespaces")),
                names,
                all.get("operations").texts(),
                selector,
                new Selector(all.get("annotations").textMap(), List.of()),
                Selector.read(all.get("namespaceSelector")),
                Subject.read(filter.get("subjects")),
                controllers);
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
                                    && operations.isEmpty()
                                    && selector.isEmpty()
                                    && annotations.isEmpty()
                                    && subjects.isEmpty()
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
                && selector.matches(noted(workload.object(), "labels"))
                && annotations.matches(noted(workload.object(), "annotations"))
                && (subjects.isEmpty() || subjects.stream().anyMatch(each -> each.is(request)))
                && labels;
    }

    private static boolean isOne(List<Wildcard> patterns, String name) {
        return patterns.isEmpty() || patterns.stream().anyMatch(each -> each.matches(name));
    }

    private boolean isKind(String kind) {
        return isOne(kinds, kind) || (controllers.contains(kind) && isOne(kinds, "Pod"));
    }

    /** Whether the kind itself is named. */
    boolean isAboutKind(String kind) {
        return !kinds.isEmpty() && kinds.stream().anyMatch(each -> each.matches(kind));
    }

    private boolean isOfPods() {
        return isOne(kinds, "Pod")
                || PodView.CONTROLLERS.keySet().stream().anyMatch(each -> isOne(kinds, each));
    }

    private static Map<?, ?> noted(Map<String, @Nullable Object> object, String what) {
        return object.get("metadata") instanceof Map<?, ?> metadata
                        && metadata.get(what) instanceof Map<?, ?> noted
                ? noted
                : Map.of();
    }
}
