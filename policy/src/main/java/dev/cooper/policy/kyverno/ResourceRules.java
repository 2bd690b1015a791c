package dev.cooper.policy.kyverno;

import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Workload;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which objects a policy is about, in the words of Kubernetes.
 *
 * @param rules of which one must be met
 * @param excluded of which none may be met
 * @param controllers which of those with pods in them rules about pods are about
 */
record ResourceRules(
        List<Rule> rules,
        List<Rule> excluded,
        Selector selector,
        Selector namespaceSelector,
        List<String> controllers) {

    /** What a rule asks for; {@code *} stands for anything. */
    record Rule(
            List<String> groups,
            List<String> versions,
            List<String> operations,
            List<String> resources,
            List<String> names) {
        boolean is(Workload workload, String resource) {
            String version = String.valueOf(workload.object().getOrDefault("apiVersion", "v1"));
            int slash = version.indexOf('/');
            return isOne(groups, slash < 0 ? "" : version.substring(0, slash))
                    && isOne(versions, version.substring(slash + 1))
                    && isOne(operations, workload.operation())
                    && isAbout(resource)
                    && (names.isEmpty() || names.contains(workload.name()));
        }

        boolean isAbout(String resource) {
            return isOne(resources, resource) || resources.contains("*/*");
        }
    }

    static ResourceRules read(YamlNode constraints, YamlNode autogen) {
        constraints.only(
                "resourceRules",
                "excludeResourceRules",
                "objectSelector",
                "namespaceSelector",
                "matchPolicy");
        List<Rule> rules = rules(constraints.get("resourceRules"));
        if (rules.isEmpty()) {
            throw constraints.get("resourceRules").wrong("it matches nothing");
        }
        autogen.only("podControllers");
        autogen.get("podControllers").only("controllers");
        YamlNode some = autogen.get("podControllers", "controllers");
        return new ResourceRules(
                rules,
                rules(constraints.get("excludeResourceRules")),
                Selector.read(constraints.get("objectSelector")),
                Selector.read(constraints.get("namespaceSelector")),
                some.isList() ? some.texts() : List.copyOf(PodView.CONTROLLERS.values()));
    }

    private static List<Rule> rules(YamlNode list) {
        List<Rule> rules = new ArrayList<>();
        for (YamlNode each : list.elements()) {
            each.only(
                    "apiGroups",
                    "apiVersions",
                    "operations",
                    "resources",
                    "resourceNames",
                    "scope");
            rules.add(
                    new Rule(
                            texts(each.get("apiGroups")),
                            texts(each.get("apiVersions")),
                            texts(each.get("operations")),
                            texts(each.get("resources")).stream()
                                    .map(ResourceRules::whole)
                                    .toList(),
                            each.get("resourceNames").texts()));
        }
        return rules;
    }

    private static List<String> texts(YamlNode list) {
        List<String> texts = list.texts();
        return texts.isEmpty() ? List.of("*") : texts;
    }

    /** The containers that join a pod are the pod's. */
    private static String whole(String resource) {
        return resource.endsWith("/ephemeralcontainers")
                ? resource.substring(0, resource.indexOf('/'))
                : resource;
    }

    private static boolean isOne(List<String> wanted, String found) {
        return wanted.contains("*") || wanted.contains(found);
    }

    /** Whether the object is meant itself. */
    boolean isAbout(Request request) {
        Workload workload = request.workload();
        String resource = resource(workload.kind());
        return meets(rules, workload, resource);
    }

    /** Whether the object is meant for the pods in it. */
    boolean isAboutPodsOf(Request request) {
        Workload workload = request.workload();
        String resource = PodView.CONTROLLERS.getOrDefault(workload.kind(), "");
        return controllers.contains(resource)
                && rules.stream().anyMatch(each -> each.isAbout("pods"))
                && rules.stream().anyMatch(each -> isOne(each.operations(), workload.operation()));
    }

    /** Whether a policy with these is asked; where there is no cluster, about all that has pods. */
    boolean matches(Request request) {
        if (request.gate() != Gate.ADMISSION) {
            return rules.stream()
                    .anyMatch(each ->
                            each.isAbout("pods")
                                    || PodView.CONTROLLERS.values().stream()
                                            .anyMatch(each::isAbout));
        }
        Workload workload = request.workload();
        boolean labels =
                namespaceSelector.isEmpty()
                        || workload.namespaceLabels().isEmpty()
                        || namespaceSelector.matches(workload.namespaceLabels());
        return (isAbout(request) || isAboutPodsOf(request))
                && !meets(excluded, workload, resource(workload.kind()))
                && selector.matches(labels(workload.object()))
                && labels;
    }

    private static boolean meets(List<Rule> rules, Workload workload, String resource) {
        return rules.stream().anyMatch(each -> each.is(workload, resource));
    }

    private static String resource(String kind) {
        return kind.equals("Pod") ? "pods" : PodView.CONTROLLERS.getOrDefault(kind, kind);
    }

    private static Map<?, ?> labels(Map<String, @Nullable Object> object) {
        return object.get("metadata") instanceof Map<?, ?> metadata
                        && metadata.get("labels") instanceof Map<?, ?> labels
                ? labels
                : Map.of();
    }
}
