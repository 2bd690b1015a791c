package dev.cooper.policy.kyverno;

import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.document.YamlNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which labels are wanted.
 *
 * @param labels key and value, both with wildcards
 * @param terms key, operator and values
 */
record Selector(Map<String, String> labels, List<Term> terms) {
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

    static Selector read(YamlNode selector) {
        selector.only("matchLabels", "matchExpressions");
        List<Term> terms = new ArrayList<>();
        for (YamlNode each : selector.get("matchExpressions").elements()) {
            each.only("key", "operator", "values");
            String operator = each.get("operator").wantedText();
            if (!List.of("In", "NotIn", "Exists", "DoesNotExist").contains(operator)) {
                throw each.get("operator").wrong("want In, NotIn, Exists or DoesNotExist");
            }
            terms.add(new Term(each.get("key").wantedText(), operator, each.get("values").texts()));
        }
        return new Selector(selector.get("matchLabels").textMap(), terms);
    }

    boolean isEmpty() {
        return labels.isEmpty() && terms.isEmpty();
    }

    boolean matches(Map<?, ?> found) {
        boolean all =
                labels.entrySet().stream()
                        .allMatch(wanted ->
                                found.entrySet().stream()
                                        .anyMatch(each ->
                                                new Wildcard(wanted.getKey())
                                                                .matches(
                                                                        String.valueOf(
                                                                                each.getKey()))
                                                        && new Wildcard(wanted.getValue())
                                                                .matches(
                                                                        String.valueOf(
                                                                                each.getValue()))));
        return all
                && terms.stream()
                        .allMatch(term ->
                                term.holds(
                                        Optional.ofNullable(found.get(term.key()))
                                                .map(String::valueOf)));
    }
}
