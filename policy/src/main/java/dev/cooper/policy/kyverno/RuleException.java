package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Gate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What rules of a ClusterPolicy are not about after all.
 *
 * @param named the policies and their rules
 * @param match the objects
 * @param conditions what must hold besides
 */
record RuleException(List<Named> named, ResourceMatch match, Conditions conditions) {
    /** Rules of one policy. */
    record Named(String policy, List<Wildcard> rules) {}

    static boolean isException(YamlNode document) {
        return document.get("kind").text().equals("PolicyException")
                && document.get("apiVersion").text().startsWith("kyverno.io/");
    }

    static RuleException read(YamlNode document) {
        YamlNode spec = document.get("spec");
        spec.only("exceptions", "match", "conditions", "background");
        List<Named> named = new ArrayList<>();
        for (YamlNode each : spec.get("exceptions").elements()) {
            each.only("policyName", "ruleNames");
            named.add(
                    new Named(
                            each.get("policyName").wantedText(),
                            ClusterPolicyReader.patterns(each.get("ruleNames"))));
        }
        if (named.isEmpty()) {
            throw spec.get("exceptions").wrong("there is none");
        }
        ResourceMatch match =
                ResourceMatch.read(spec.get("match"), Set.copyOf(PodView.CONTROLLERS.keySet()));
        if (match.isEmpty()) {
            throw spec.get("match").wrong("it matches nothing");
        }
        return new RuleException(named, match, Conditions.read(spec.get("conditions")));
    }

    boolean isOf(String policy) {
        return named.stream().anyMatch(each -> each.policy().equals(policy));
    }

    /** Where there is no cluster, and when its conditions cannot be told, nothing is excepted. */
    boolean excepts(String rule, VerifyRule.Asked asked) {
        boolean isNamed =
                named.stream()
                        .filter(each -> each.policy().endsWith(asked.policy()))
                        .flatMap(each -> each.rules().stream())
                        .anyMatch(each -> each.matches(rule));
        if (!isNamed
                || asked.request().gate() != Gate.ADMISSION
                || !match.matches(asked.request(), false)) {
            return false;
        }
        try {
            return conditions.hold(RuleScope.of(asked, false, List.of()));
        } catch (IOException | SyntaxException _) {
            return false;
        }
    }
}
