package dev.cooper.policy.kyverno;

import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.Policy;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Workload;
import dev.cooper.policy.kyverno.PolicyTest.Resource;
import dev.cooper.policy.kyverno.PolicyTest.Wanted;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Asks policies about the objects of a test. */
public final class PolicyTester {
    private final List<Policy> policies;
    private final Function<Reference, Facts> source;
    private final Instant now;

    /**
     * Makes one.
     *
     * @param source tells what is known of an image
     */
    public PolicyTester(List<Policy> policies, Function<Reference, Facts> source, Instant now) {
        this.policies = List.copyOf(policies);
        this.source = source;
        this.now = now;
    }

    /**
     * What came out.
     *
     * @param found {@code pass}, {@code fail}, {@code skip} or {@code error}
     * @param why the reasons, a line each; may be empty
     */
    public record Outcome(Wanted wanted, String found, String why) {
        /** Whether it is what was wanted; a warning is a failure that lets through. */
        public boolean isRight() {
            return found.equals(wanted.result())
                    || (wanted.result().equals("warn") && found.equals("fail"));
        }
    }

    /** Works out all that a test wants; never throws for what cannot be told. */
    public List<Outcome> run(PolicyTest test) {
        return test.wanted().stream().map(each -> one(test, each)).toList();
    }

    private Outcome one(PolicyTest test, Wanted wanted) {
        Optional<Policy> policy =
                policies.stream().filter(each -> isCalled(each, wanted.policy())).findFirst();
        if (policy.isEmpty()) {
            return new Outcome(wanted, "error", "there is no policy " + wanted.policy());
        }
        List<Resource> resources =
                test.resources().stream().filter(each -> isMeant(each, wanted)).toList();
        if (resources.isEmpty()) {
            return new Outcome(wanted, "error", "there is no such object");
        }
        String rule = plain(wanted.rule());
        if (policy.get() instanceof ClusterPolicy it && !rule.isEmpty() && !it.has(rule)) {
            return new Outcome(wanted, "error", "the policy has no rule " + rule);
        }
        List<Decision> decisions = new ArrayList<>();
        for (Resource resource : resources) {
            if (!resource.kind().equals("Pod")
                    && !PodView.CONTROLLERS.containsKey(resource.kind())) {
                String why = "the images of a " + resource.kind() + " are not known here";
                return new Outcome(wanted, "error", why);
            }
            try {
                decisions.addAll(of(policy.get(), rule, resource));
            } catch (SyntaxException e) {
                return new Outcome(wanted, "error", String.valueOf(e.getMessage()));
            }
        }
        Decision decision = Decision.all(decisions);
        String found =
                switch (decision.outcome()) {
                    case ALLOW -> decisions.isEmpty() ? "skip" : "pass";
                    case WARN, DENY -> "fail";
                    case ERROR -> "error";
                };
        return new Outcome(wanted, found, decision.text());
    }

    /** The names of policies of a namespace may be written with it. */
    private static boolean isCalled(Policy policy, String name) {
        return name.equals(policy.name()) || name.endsWith("/" + policy.name());
    }

    /** Kyverno makes rules for controllers out of those for pods; here they are one. */
    private static String plain(String rule) {
        for (String made : List.of("autogen-cronjob-", "autogen-")) {
            if (rule.startsWith(made)) {
                return rule.substring(made.length());
            }
        }
        return rule;
    }

    private static boolean isMeant(Resource resource, Wanted wanted) {
        return (wanted.kind().isEmpty() || wanted.kind().equals(resource.kind()))
                && (wanted.resource().equals(resource.name())
                        || wanted.resource().equals(resource.namespace() + "/" + resource.name()));
    }

    /** What is said of the images of an object that anything is asked of. */
    private List<Decision> of(Policy policy, String rule, Resource resource) {
        Workload workload =
                new Workload(
                        resource.kind(),
                        resource.namespace(),
                        resource.name(),
                        "CREATE",
                        Map.of(),
                        resource.object(),
                        Map.of());
        List<Decision> decisions = new ArrayList<>();
        for (Request.Use use : Request.Use.values()) {
            for (String image :
                    PodView.images(PodView.pod(resource.object(), resource.kind()), use)) {
                Request request = new Request(Gate.ADMISSION, image, use, workload, now);
                Facts facts = source.apply(Reference.parse(image).withDefaultTag());
                decide(policy, rule, facts, request).ifPresent(decisions::add);
            }
        }
        return decisions;
    }

    private static Optional<Decision> decide(
            Policy policy, String rule, Facts facts, Request request) {
        return switch (policy) {
            case ClusterPolicy it when !rule.isEmpty() -> it.decide(rule, facts, request, Map.of());
            case ImageValidatingPolicy it when !it.isAbout(facts, request) -> Optional.empty();
            default -> Optional.of(policy.decide(facts, request));
        };
    }
}
