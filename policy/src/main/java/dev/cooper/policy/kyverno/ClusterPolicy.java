package dev.cooper.policy.kyverno;

import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Policy;
import dev.cooper.policy.evidence.Request;

import java.util.List;
import java.util.Optional;

/** A policy of Kyverno with rules of {@code verifyImages}. */
public final class ClusterPolicy implements Policy {
    private final String name;
    private final boolean enforces;
    private final List<Elsewhere> overrides;
    private final boolean failsOpen;
    private final List<VerifyRule> rules;

    /** In which namespaces it is otherwise. */
    record Elsewhere(boolean enforces, List<Wildcard> namespaces) {}

    ClusterPolicy(
            String name,
            boolean enforces,
            List<Elsewhere> overrides,
            boolean failsOpen,
            List<VerifyRule> rules) {
        this.name = name;
        this.enforces = enforces;
        this.overrides = List.copyOf(overrides);
        this.failsOpen = failsOpen;
        this.rules = List.copyOf(rules);
    }

    @Override
    public String name() {
        return name;
    }

    private boolean enforces(Request request) {
        String namespace = request.workload().namespace();
        return overrides.stream()
                .filter(each -> each.namespaces.stream().anyMatch(one -> one.matches(namespace)))
                .map(Elsewhere::enforces)
                .findFirst()
                .orElse(enforces);
    }

    @Override
    public Decision decide(Facts facts, Request request) {
        boolean refuses = enforces(request);
        return Decision.all(
                rules.stream().map(each -> each.decide(name, refuses, facts, request)).toList());
    }

    @Override
    public boolean pins(Request request) {
        boolean refuses = enforces(request);
        return rules.stream().anyMatch(each -> each.pins(refuses, request));
    }

    @Override
    public boolean failsOpen() {
        return failsOpen;
    }

    /** What one rule says, whatever it does then; empty when it is not about the image. */
    Optional<Decision> decide(String rule, Facts facts, Request request) {
        return rules.stream()
                .filter(each -> each.name().equals(rule) && each.isAboutImage(request))
                .map(each -> each.decide(name, true, facts, request))
                .findFirst();
    }

    boolean has(String rule) {
        return rules.stream().anyMatch(each -> each.name().equals(rule));
    }
}
