package dev.cooper.policy.admission;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Decision.Outcome;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.Policy;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Workload;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Judges images by policies. What is known of an image is kept for a while. */
public final class PolicyJudge implements ImageJudge {
    private static final int MOST_KEPT = 2000;

    private final Supplier<List<Policy>> policies;
    private final Function<Reference, Facts> source;
    private final InstantSource clock;
    private final AgedCache<Reference, Facts> known;

    /**
     * Makes a judge.
     *
     * @param policies all that must let an image through, as they are now
     * @param source tells what is known of an image, without looking anything up yet
     * @param age how long what was found out is kept
     */
    public PolicyJudge(
            Supplier<List<Policy>> policies,
            Function<Reference, Facts> source,
            InstantSource clock,
            Duration age,
            LongSupplier nanos) {
        this.policies = policies;
        this.source = source;
        this.clock = clock;
        this.known = new AgedCache<>(age, MOST_KEPT, nanos);
    }

    /** Returns what is kept of images. */
    public AgedCache<Reference, Facts> known() {
        return known;
    }

    @Override
    public boolean failsOpen() {
        List<Policy> all = policies.get();
        return !all.isEmpty() && all.stream().allMatch(Policy::failsOpen);
    }

    @Override
    public Judgement judge(AdmissionReview review, String image, Request.Use use, boolean before) {
        Reference name;
        try {
            name = Reference.parse(image).withDefaultTag();
        } catch (SyntaxException e) {
            return new Judgement(
                    ofReason(Outcome.DENY, "image-name", String.valueOf(e.getMessage())),
                    Optional.empty());
        }
        Request request =
                new Request(Gate.ADMISSION, image, use, workload(review, before), clock.instant());
        Facts facts = known.get(name, source);
        List<Decision> decisions = new ArrayList<>();
        boolean pins = false;
        boolean failed = false;
        for (Policy policy : policies.get()) {
            Decision decision = policy.decide(facts, request);
            failed |= decision.outcome() == Outcome.ERROR;
            decisions.add(opened(policy, decision));
            pins |= policy.pins(request);
        }
        Decision decision = Decision.all(decisions);
        Optional<Digest> digest = Optional.empty();
        if (pins && decision.allows() && name.digest().isEmpty()) {
            try {
                digest = Optional.of(facts.image()).map(Descriptor::digest);
            } catch (IOException e) {
                failed = true;
                Decision unpinned = ofReason(Outcome.ERROR, "pin", String.valueOf(e.getMessage()));
                decision = Decision.all(List.of(decision, failsOpen() ? mild(unpinned) : unpinned));
            }
        }
        if (failed) {
            known.forget(name, facts);
        }
        return new Judgement(decision, digest);
    }

    private static Decision opened(Policy policy, Decision decision) {
        return decision.outcome() == Outcome.ERROR && policy.failsOpen()
                ? mild(decision)
                : decision;
    }

    private static Decision mild(Decision error) {
        List<Reason> reasons = new ArrayList<>();
        for (Reason reason : error.reasons()) {
            reasons.add(
                    new Reason(
                            reason.policy(),
                            reason.rule(),
                            "not checked: " + reason.message(),
                            reason.where()));
        }
        return new Decision(Outcome.WARN, reasons);
    }

    private static Decision ofReason(Outcome outcome, String rule, String sentence) {
        return new Decision(outcome, List.of(new Reason("admission", rule, sentence, "")));
    }

    private static Workload workload(AdmissionReview review, boolean before) {
        Optional<JsonObject> object = before ? review.oldObject() : review.object();
        return new Workload(
                review.kind(),
                review.namespace(),
                review.name(),
                review.operation().name(),
                Map.of(),
                object.map(JsonObject::members).orElse(Map.of()),
                review.request().members());
    }
}
