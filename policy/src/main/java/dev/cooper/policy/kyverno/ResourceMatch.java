package dev.cooper.policy.kyverno;

import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Request;

import java.util.ArrayList;
import java.util.List;

/**
 * What a rule is about, or is not.
 *
 * @param any one of them must match, unless there is none
 * @param all each of them must match
 */
record ResourceMatch(List<ResourceFilter> any, List<ResourceFilter> all) {
    static ResourceMatch read(YamlNode match) {
        match.only("any", "all", "resources");
        List<ResourceFilter> all = new ArrayList<>(filters(match.get("all")));
        if (match.get("resources").exists()) {
            all.add(older(match));
        }
        return new ResourceMatch(filters(match.get("any")), all);
    }

    private static ResourceFilter older(YamlNode match) {
        return ResourceFilter.read(match);
    }

    private static List<ResourceFilter> filters(YamlNode list) {
        return list.elements().stream().map(ResourceFilter::read).toList();
    }

    boolean isEmpty() {
        return any.isEmpty() && all.isEmpty();
    }

    boolean matches(Request request, boolean unknown) {
        return !isEmpty()
                && (any.isEmpty() || any.stream().anyMatch(one -> one.matches(request, unknown)))
                && all.stream().allMatch(one -> one.matches(request, unknown));
    }
}
