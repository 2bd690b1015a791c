package dev.cooper.policy.sigstore;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Decision.Outcome;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.evidence.Attested;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.Policy;
import dev.cooper.policy.evidence.Request;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A policy of policy-controller: one of its authorities must vouch for an image. */
public final class ClusterImagePolicy implements Policy {
    private final String name;
    private final boolean enforces;
    private final List<ImageGlob> images;
    private final List<MatchedResource> resources;
    private final List<Authority> authorities;
    private final String where;

    ClusterImagePolicy(
            String name,
            boolean enforces,
            List<ImageGlob> images,
            List<MatchedResource> resources,
            List<Authority> authorities,
            String where) {
        this.name = name;
        this.enforces = enforces;
        this.images = List.copyOf(images);
        this.resources = List.copyOf(resources);
        this.authorities = List.copyOf(authorities);
        this.where = where;
    }

    @Override
    public String name() {
        return name;
    }

    /** Where there is no cluster, it is about every image that its globs match. */
    private boolean isAbout(Request request) {
        boolean isMeant =
                request.gate() != Gate.ADMISSION
                        || resources.isEmpty()
                        || resources.stream().anyMatch(each -> each.matches(request.workload()));
        return isMeant && images.stream().anyMatch(each -> each.matches(request.image()));
    }

    @Override
    public Decision decide(Facts facts, Request request) {
        String image = facts.name().familiar() + ": ";
        try {
            if (!isAbout(request)) {
                return Decision.ALLOWED;
            }
            List<Check> checks = new ArrayList<>();
            for (Authority each : authorities) {
                Check check = about(each, facts);
                if (check.isPassed()) {
                    return Decision.ALLOWED;
                }
                checks.add(check);
            }
            List<Reason> reasons = new ArrayList<>();
            for (Check each : checks) {
                reasons.add(new Reason(name, each.name(), image + Attested.why(each), where));
            }
            return new Decision(enforces ? Outcome.DENY : Outcome.WARN, reasons);
        } catch (SyntaxException e) {
            Reason reason =
                    new Reason(
                            name, "authorities", image + "not checked: " + e.getMessage(), where);
            return new Decision(enforces ? Outcome.ERROR : Outcome.WARN, List.of(reason));
        }
    }

    /** Who cannot be asked does not keep the others from vouching. */
    private static Check about(Authority authority, Facts facts) {
        try {
            return authority.about(facts);
        } catch (IOException e) {
            return Check.notChecked(authority.name(), String.valueOf(e.getMessage()));
        }
    }
}
