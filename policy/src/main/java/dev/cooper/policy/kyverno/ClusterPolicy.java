package dev.cooper.policy.kyverno;

import dev.cooper.policy.cel.CelException;
import dev.cooper.policy.cel.Program;
import dev.cooper.policy.cel.Variables;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.OwnImage;
import dev.cooper.policy.evidence.Policy;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Workload;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A policy of Kyverno with rules of {@code verifyImages}. */
public final class ClusterPolicy implements Policy {
    private final Settings settings;
    private final List<VerifyRule> rules;
    private final List<RuleException> exceptions;

    /** In which namespaces it is otherwise. */
    record Elsewhere(boolean enforces, List<Wildcard> namespaces, Selector selector) {
        boolean is(Workload workload) {
            boolean named =
                    namespaces.isEmpty()
                            || namespaces.stream()
                                    .anyMatch(each -> each.matches(workload.namespace()));
            return named && (selector.isEmpty() || selector.matches(workload.namespaceLabels()));
        }
    }

    /**
     * What a policy says of itself.
     *
     * @param namespace the only one it is for; empty for all
     * @param asks whether it is asked in clusters
     * @param conditions what must hold of a cluster's request before it is asked
     * @param onlyFirst whether only the first rule counts that is about an object
     */
    record Settings(
            String name,
            String namespace,
            boolean enforces,
            List<Elsewhere> overrides,
            boolean failsOpen,
            boolean asks,
            List<Program> conditions,
            boolean onlyFirst,
            String where) {}

    ClusterPolicy(Settings settings, List<VerifyRule> rules, List<RuleException> exceptions) {
        this.settings = settings;
        this.rules = List.copyOf(rules);
        this.exceptions = List.copyOf(exceptions);
    }

    @Override
    public String name() {
        return settings.name();
    }

    /** Returns the policy with exceptions; those of other policies are left out. */
    ClusterPolicy except(List<RuleException> some) {
        String full = settings.namespace().isEmpty() ? name() : settings.namespace() + "/" + name();
        return new ClusterPolicy(
                settings, rules, some.stream().filter(each -> each.isOf(full)).toList());
    }

    private boolean enforces(Request request) {
        return settings.overrides().stream()
                .filter(each -> each.is(request.workload()))
                .map(Elsewhere::enforces)
                .findFirst()
                .orElse(settings.enforces());
    }

    private boolean isAsked(Request request) {
        boolean elsewhere =
                !settings.namespace().isEmpty()
                        && !settings.namespace().equals(request.workload().namespace());
        return request.gate() != Gate.ADMISSION || (settings.asks() && !elsewhere);
    }

    private boolean meets(Request request) {
        if (request.gate() != Gate.ADMISSION) {
            return true;
        }
        Workload workload = request.workload();
        Variables known =
                new Variables()
                        .with("object", workload.object())
                        .with("oldObject", workload.request().get("oldObject"))
                        .with("request", RequestVariables.asked(workload));
        return settings.conditions().stream().allMatch(each -> each.holds(known));
    }

    @Override
    public Decision decide(Facts facts, Request request) {
        return decide(facts, request, Map.of());
    }

    private Decision decide(Facts facts, Request request, Map<String, ? extends Object> given) {
        if (!isAsked(request)) {
            return Decision.ALLOWED;
        }
        VerifyRule.Asked asked =
                new VerifyRule.Asked(name(), enforces(request), facts, request, given);
        try {
            if (!meets(request)) {
                return Decision.ALLOWED;
            }
        } catch (CelException e) {
            return new Decision(
                    asked.enforces() ? Decision.Outcome.ERROR : Decision.Outcome.WARN,
                    List.of(
                            new Reason(
                                    name(),
                                    "matchConditions",
                                    "not checked: " + e.getMessage(),
                                    settings.where())));
        }
        List<Decision> decisions = new ArrayList<>();
        for (VerifyRule rule : rules) {
            if (!isExcepted(rule, asked)) {
                decisions.add(rule.decide(asked));
            }
            if (settings.onlyFirst() && rule.isAbout(request)) {
                break;
            }
        }
        return Decision.all(decisions);
    }

    private boolean isExcepted(VerifyRule rule, VerifyRule.Asked asked) {
        return exceptions.stream().anyMatch(each -> each.excepts(rule.name(), asked));
    }

    @Override
    public boolean pins(Request request) {
        boolean refuses = enforces(request);
        return isAsked(request) && rules.stream().anyMatch(each -> each.pins(refuses, request));
    }

    @Override
    public boolean failsOpen() {
        return settings.failsOpen();
    }

    @Override
    public List<OwnImage> images(Workload workload, Instant now) {
        return rules.stream()
                .flatMap(each -> each.extractors().images(workload, now).stream())
                .distinct()
                .toList();
    }

    /**
     * What one rule says, whatever it does then; empty when it is not about the image.
     *
     * @param given what is known and need not be looked up, by name
     */
    Optional<Decision> decide(
            String rule, Facts facts, Request request, Map<String, ? extends Object> given) {
        VerifyRule.Asked asked = new VerifyRule.Asked(name(), true, facts, request, given);
        return rules.stream()
                .filter(each -> each.name().equals(rule) && isAsked(request))
                .filter(each -> !each.isIdle(asked) && !isExcepted(each, asked))
                .map(each -> each.decide(asked))
                .findFirst();
    }

    boolean has(String rule) {
        return rules.stream().anyMatch(each -> each.name().equals(rule));
    }
}
