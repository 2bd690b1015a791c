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

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
                test.around().exceptions().on(policies).stream()
                        .filter(each -> isCalled(each, wanted.policy()))
                        .findFirst();
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
            try {
                decisions.addAll(of(test, policy.get(), rule, resource));
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
    private List<Decision> of(PolicyTest test, Policy policy, String rule, Resource resource) {
        PolicyTest.Surroundings around = test.around();
        Workload workload =
                new Workload(
                        resource.kind(),
                        resource.namespace(),
                        resource.name(),
                        "CREATE",
                        around.values().labels().getOrDefault(resource.namespace(), Map.of()),
                        resource.object(),
                        GivenValues.request(around.user()));
        Map<String, Object> given = around.values().of(policy.name(), rule, resource.name());
        List<Decision> decisions = new ArrayList<>();
        for (Map.Entry<String, Request.Use> image : images(policy, workload).entrySet()) {
            Request request =
                    new Request(Gate.ADMISSION, image.getKey(), image.getValue(), workload, now);
            Facts facts =
                    new InCluster(
                            source.apply(Reference.parse(image.getKey()).withDefaultTag()),
                            around.cluster());
            decide(policy, rule, facts, request, given).ifPresent(decisions::add);
        }
        return decisions;
    }

    private Map<String, Request.Use> images(Policy policy, Workload workload) {
        Map<String, Request.Use> all = new LinkedHashMap<>();
        policy.images(workload, now).forEach(each -> all.put(each.image(), Request.Use.CONTAINER));
        if (PodView.isKnown(workload.kind())) {
            Map<String, @Nullable Object> pod = PodView.pod(workload.object(), workload.kind());
            for (Request.Use use : Request.Use.values()) {
                PodView.images(pod, use).forEach(image -> all.put(image, use));
            }
        }
        return all;
    }

    private static Optional<Decision> decide(
            Policy policy, String rule, Facts facts, Request request, Map<String, Object> given) {
        return switch (policy) {
            case ClusterPolicy it when !rule.isEmpty() -> it.decide(rule, facts, request, given);
            case ImageValidatingPolicy it when !it.isAbout(facts, request) -> Optional.empty();
            default -> Optional.of(policy.decide(facts, request));
        };
    }
}
