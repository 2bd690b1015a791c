package dev.cooper.policy.admission;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.Policies;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Decision.Outcome;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.evidence.Cluster;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.OwnImage;
import dev.cooper.policy.evidence.Policy;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Workload;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Judges images by policies. What is known of an image is kept for a while. */
public final class PolicyJudge implements ImageJudge {
    private static final int MOST_KEPT = 2000;

    private final Supplier<Policies> policies;
    private final Function<Reference, Facts> source;
    private final InstantSource clock;
    private final AgedCache<Reference, Facts> known;
    private final boolean pinsAll;
    private final NamespaceLabels labels;

    /**
     * Makes a judge.
     *
     * @param policies all that must let an image through, as they are now
     * @param source tells what is known of an image, without looking anything up yet
     * @param age how long what was found out is kept
     * @param pinsAll whether every image is pinned that is let through, not only those of policies
     *     that want it
     */
    public PolicyJudge(
            Supplier<Policies> policies,
            Function<Reference, Facts> source,
            InstantSource clock,
            Duration age,
            boolean pinsAll,
            LongSupplier nanos) {
        this(policies, source, clock, age, pinsAll, nanos, Cluster.NONE);
    }

    /**
     * Makes a judge that knows a cluster.
     *
     * @param cluster that tells the labels of namespaces
     */
    public PolicyJudge(
            Supplier<Policies> policies,
            Function<Reference, Facts> source,
            InstantSource clock,
            Duration age,
            boolean pinsAll,
            LongSupplier nanos,
            Cluster cluster) {
        this.labels = new NamespaceLabels(cluster, age, nanos);
        this.pinsAll = pinsAll;
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
        return policies.get().failsOpen();
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
                new Request(
                        Gate.ADMISSION,
                        image,
                        use,
                        workload(review, before, labels(review)),
                        clock.instant());
        Facts facts = known.get(name, source);
        Policies all = policies.get();
        Decision decision = all.decide(facts, request);
        boolean failed = decision.outcome() == Outcome.ERROR;
        boolean pins = pinsAll || all.all().stream().anyMatch(policy -> policy.pins(request));
        Optional<Digest> digest = Optional.empty();
        if (pins && decision.allows() && name.digest().isEmpty()) {
            try {
                digest = Optional.of(facts.image()).map(Descriptor::digest);
            } catch (IOException e) {
                failed = true;
                Decision unpinned = ofReason(Outcome.ERROR, "pin", String.valueOf(e.getMessage()));
                decision =
                        Decision.all(
                                List.of(
                                        decision,
                                        all.failsOpen() ? Policies.unchecked(unpinned) : unpinned));
            }
        }
        if (failed) {
            known.forget(name, facts);
        }
        return new Judgement(decision, digest, notes(all, facts, request));
    }

    private static Map<String, String> notes(Policies all, Facts facts, Request request) {
        Map<String, String> notes = new LinkedHashMap<>();
        for (Policy each : all.all()) {
            each.notes(facts, request).forEach(notes::putIfAbsent);
        }
        return notes;
    }

    @Override
    public List<OwnImage> images(AdmissionReview review, boolean before) {
        Workload workload = workload(review, before, Map.of());
        return policies.get().all().stream()
                .flatMap(each -> each.images(workload, clock.instant()).stream())
                .distinct()
                .toList();
    }

    private Map<String, String> labels(AdmissionReview review) {
        try {
            return labels.of(review.namespace());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    private static Decision ofReason(Outcome outcome, String rule, String sentence) {
        return new Decision(outcome, List.of(new Reason("admission", rule, sentence, "")));
    }

    private static Workload workload(
            AdmissionReview review, boolean before, Map<String, String> labels) {
        Optional<JsonObject> object = before ? review.oldObject() : review.object();
        return new Workload(
                review.kind(),
                review.namespace(),
                review.name(),
                review.operation().name(),
                labels,
                object.map(JsonObject::members).orElse(Map.of()),
                review.request().members());
    }
}
