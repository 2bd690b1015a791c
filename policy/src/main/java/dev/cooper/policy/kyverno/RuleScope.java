package dev.cooper.policy.kyverno;

import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.jmespath.Query;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that queries of a rule know, about one request. */
final class RuleScope {
    private RuleScope() {}

    /**
     * Looks up what a rule names, in order; what is given is not looked up.
     *
     * @param inside whether the rule is about the pods in the object
     * @throws IOException when something cannot be looked up
     */
    static Template of(VerifyRule.Asked asked, boolean inside, List<ContextEntry> context)
            throws IOException {
        Map<String, @Nullable Object> all = RequestVariables.of(asked.request(), inside);
        asked.given().forEach((name, value) -> all.merge(name, value, RuleScope::merged));
        boolean hasRequest = asked.request().gate() == Gate.ADMISSION;
        Template known = new Template(new Query(asked.request().now()), all, hasRequest);
        for (ContextEntry each : context) {
            if (!asked.given().containsKey(each.name())) {
                all.put(each.name(), each.find(asked.facts(), known));
            }
        }
        return known;
    }

    /** What is given goes before what is there, member by member. */
    static Object merged(Object there, Object given) {
        if (!(there instanceof Map<?, ?> old) || !(given instanceof Map<?, ?> more)) {
            return given;
        }
        Map<Object, Object> all = new LinkedHashMap<>(old);
        more.forEach((key, value) -> all.merge(key, value, RuleScope::merged));
        return all;
    }
}
