package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.cel.Program;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.document.YamlNode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads Kyverno's ClusterPolicy, and the Policy of a namespace. */
public final class ClusterPolicyReader {
    private static final String CONTROLLERS = "pod-policies.kyverno.io/autogen-controllers";
    private static final Set<String> OF_REQUESTS = Set.of("object", "oldObject", "request");

    private ClusterPolicyReader() {}

    /** Tells whether a document is one. */
    public static boolean isPolicy(YamlNode document) {
        String kind = document.get("kind").text();
        return document.get("apiVersion").text().startsWith("kyverno.io/")
                && (kind.equals("ClusterPolicy") || kind.equals("Policy"));
    }

    /**
     * Reads a policy.
     *
     * @throws SyntaxException when it is wrong, or has rules of another kind
     */
    public static ClusterPolicy read(YamlNode document) {
        YamlNode spec = document.get("spec");
        spec.only(
                "validationFailureAction",
                "validationFailureActionOverrides",
                "failurePolicy",
                "background",
                "rules",
                "webhookTimeoutSeconds",
                "webhookConfiguration",
                "applyRules",
                "schemaValidation",
                "generateExistingOnPolicyUpdate",
                "generateExisting",
                "mutateExistingOnPolicyUpdate",
                "admission",
                "emitWarning",
                "useServerSideApply");
        Set<String> controllers = controllers(document.get("metadata", "annotations"));
        List<VerifyRule> rules =
                spec.get("rules").elements().stream().map(each -> rule(each, controllers)).toList();
        if (rules.isEmpty()) {
            throw spec.get("rules").wrong("there is no rule");
        }
        return new ClusterPolicy(settings(document), rules, List.of());
    }

    private static ClusterPolicy.Settings settings(YamlNode document) {
        YamlNode spec = document.get("spec");
        YamlNode webhook = spec.get("webhookConfiguration");
        webhook.only("failurePolicy", "timeoutSeconds", "matchConditions");
        YamlNode failure =
                webhook.get("failurePolicy").exists()
                        ? webhook.get("failurePolicy")
                        : spec.get("failurePolicy");
        if (!List.of("", "Fail", "Ignore").contains(failure.text())) {
            throw failure.wrong("want Fail or Ignore");
        }
        if (!List.of("", "All", "One").contains(spec.get("applyRules").text())) {
            throw spec.get("applyRules").wrong("want All or One");
        }
        List<Program> conditions = new ArrayList<>();
        for (YamlNode each : webhook.get("matchConditions").elements()) {
            each.only("name", "expression");
            conditions.add(Expressions.read(each.get("expression"), OF_REQUESTS));
        }
        boolean one = document.get("kind").text().equals("Policy");
        return new ClusterPolicy.Settings(
                document.get("metadata", "name").wantedText(),
                one ? document.get("metadata", "namespace").text("default") : "",
                enforces(spec.get("validationFailureAction")).orElse(false),
                overrides(spec.get("validationFailureActionOverrides")),
                failure.text().equals("Ignore"),
                spec.get("admission").isTrue(true),
                conditions,
                spec.get("applyRules").text().equals("One"),
                spec.where());
    }

    /** The kinds that rules about pods are about, too. */
    private static Set<String> controllers(YamlNode annotations) {
        String said = annotations.get(CONTROLLERS).text();
        if (said.isEmpty() || said.equals("all")) {
            return PodView.CONTROLLERS.keySet();
        }
        if (said.equals("none")) {
            return Set.of();
        }
        Set<String> kinds = new LinkedHashSet<>();
        for (String each : said.split(",")) {
            if (!PodView.CONTROLLERS.containsKey(each.strip())) {
                throw annotations
                        .get(CONTROLLERS)
                        .wrong("\"" + each.strip() + "\" has no pods in it");
            }
            kinds.add(each.strip());
        }
        return kinds;
    }

    static Optional<Boolean> enforces(YamlNode action) {
        return switch (action.text().toLowerCase(Locale.ROOT)) {
            case "" -> Optional.empty();
            case "enforce" -> Optional.of(true);
            case "audit" -> Optional.of(false);
            default -> throw action.wrong("want Audit or Enforce");
        };
    }

    private static List<ClusterPolicy.Elsewhere> overrides(YamlNode list) {
        List<ClusterPolicy.Elsewhere> overrides = new ArrayList<>();
        for (YamlNode each : list.elements()) {
            each.only("action", "namespaces", "namespaceSelector");
            overrides.add(
                    new ClusterPolicy.Elsewhere(
                            enforces(each.get("action")).orElse(false),
                            patterns(each.get("namespaces")),
                            Selector.read(each.get("namespaceSelector"))));
        }
        return overrides;
    }

    static List<Wildcard> patterns(YamlNode list) {
        return list.texts().stream().map(Wildcard::new).toList();
    }

    private static VerifyRule rule(YamlNode rule, Set<String> controllers) {
        String name = rule.get("name").wantedText();
        for (String other : List.of("validate", "mutate", "generate")) {
            if (rule.get(other).exists()) {
                throw rule.get(other)
                        .wrong(
                                "the rule "
                                        + name
                                        + " is not about images; only verifyImages is known here");
            }
        }
        if (rule.get("celPreconditions").exists()) {
            throw rule.get("celPreconditions")
                    .wrong("they are for rules of validation; want preconditions");
        }
        rule.only(
                "name",
                "match",
                "exclude",
                "context",
                "preconditions",
                "verifyImages",
                "imageExtractors",
                "skipBackgroundRequests");
        ResourceMatch match = ResourceMatch.read(rule.get("match"), controllers);
        if (match.isEmpty()) {
            throw rule.get("match").wrong("it matches nothing");
        }
        List<VerifyRule.Written> images =
                rule.get("verifyImages").elements().stream()
                        .map(VerificationReader::written)
                        .toList();
        if (images.isEmpty()) {
            throw rule.get("verifyImages").wrong("it is missing");
        }
        return new VerifyRule(
                name,
                match,
                ResourceMatch.read(rule.get("exclude"), controllers),
                ContextEntry.read(rule.get("context")),
                Conditions.read(rule.get("preconditions")),
                ImageExtractors.read(rule.get("imageExtractors")),
                images);
    }
}
