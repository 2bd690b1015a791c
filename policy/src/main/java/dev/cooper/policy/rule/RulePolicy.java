package dev.cooper.policy.rule;

import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Policy;
import dev.cooper.policy.evidence.Request;

import java.util.List;

/** A policy of Cooper's own rules; all of them must let an image through. */
public final class RulePolicy implements Policy {
    private final String name;
    private final List<ImageRule> rules;

    RulePolicy(String name, List<ImageRule> rules) {
        this.name = name;
        this.rules = List.copyOf(rules);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Decision decide(Facts facts, Request request) {
        return Decision.all(rules.stream().map(each -> each.decide(name, facts, request)).toList());
    }
}
