package dev.cooper.policy.kyverno;

import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Request;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a rule is about, or is not.
 *
 * @param any one of them must match, unless there is none
 * @param all each of them must match
 */
record ResourceMatch(List<ResourceFilter> any, List<ResourceFilter> all) {
    /**
     * Reads it.
     *
     * @param controllers the kinds that rules about pods are about, too
     */
    static ResourceMatch read(YamlNode match, Set<String> controllers) {
        match.only("any", "all", "resources", "subjects", "roles", "clusterRoles");
        List<ResourceFilter> all = new ArrayList<>(filters(match.get("all"), controllers));
        if (match.keys().stream().anyMatch(each -> !each.equals("any") && !each.equals("all"))) {
            all.add(ResourceFilter.readOlder(match, controllers));
        }
        return new ResourceMatch(filters(match.get("any"), controllers), all);
    }

    private static List<ResourceFilter> filters(YamlNode list, Set<String> controllers) {
        return list.elements().stream()
                .map(each -> ResourceFilter.read(each, controllers))
                .toList();
    }

    boolean isEmpty() {
        return any.isEmpty() && all.isEmpty();
    }

    /** Whether a kind is named, and not only the pods in it. */
    boolean isAboutKind(String kind) {
        return any.stream().anyMatch(each -> each.isAboutKind(kind))
                || all.stream().anyMatch(each -> each.isAboutKind(kind));
    }

    boolean matches(Request request, boolean unknown) {
        return !isEmpty()
                && (any.isEmpty() || any.stream().anyMatch(one -> one.matches(request, unknown)))
                && all.stream().allMatch(one -> one.matches(request, unknown));
    }
}
