package dev.cooper.policy.admission;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.Policies;
import dev.cooper.policy.admission.ImageJudge.Judgement;
import dev.cooper.policy.admission.UsedImage.Asked;
import dev.cooper.policy.decision.Decision;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

/** Answers what a cluster asks, image by image. */
public final class Admission {
    private final JudgedInTime judge;
    private final AdmissionOptions options;

    /** Answers as a judge decides. */
    public Admission(ImageJudge judge, AdmissionOptions options) {
        this.judge = new JudgedInTime(judge);
        this.options = options;
    }

    /**
     * Answers one question.
     *
     * @param mayChange whether the answer may change the object
     * @param granted how long the cluster waits; the answer comes a little earlier
     * @throws InterruptedException when the server stops
     */
    public AdmissionResponse answer(AdmissionReview review, boolean mayChange, Duration granted)
            throws InterruptedException {
        Optional<String> unasked = unasked(review);
        if (unasked.isPresent()) {
            return AdmissionResponse.allowed(unasked.get());
        }
        WorkloadKind workload = WorkloadKind.of(review.group(), review.kind()).orElseThrow();
        PodImages now;
        PodImages before;
        try {
            now = PodImages.of(review.object().orElseThrow(), workload);
            before = before(review, workload);
        } catch (SyntaxException e) {
            return AdmissionResponse.denied(review.objectName() + ": " + e.getMessage());
        }
        if (!before.images().isEmpty() && before.pod().equals(now.pod())) {
            return AdmissionResponse.allowed("the pod has not changed");
        }
        Duration budget = shorter(granted, options.budget());
        return combined(review, now, before, mayChange && options.pins(), budget);
    }

    /** Why a question needs no judge, if it needs none. */
    private Optional<String> unasked(AdmissionReview review) {
        if (WorkloadKind.of(review.group(), review.kind()).isEmpty()) {
            return Optional.of("it starts no containers");
        }
        return switch (review.operation()) {
            case DELETE, CONNECT -> Optional.of("it is not stored");
            case CREATE, UPDATE -> {
                if (options.isExempt(review.namespace())) {
                    yield Optional.of("the namespace is exempt");
                }
                if (review.operation() == AdmissionReview.Operation.UPDATE
                        && review.isBeingDeleted()) {
                    yield Optional.of("it is being deleted");
                }
                yield Optional.empty();
            }
        };
    }

    private static PodImages before(AdmissionReview review, WorkloadKind workload) {
        Optional<JsonObject> old = review.oldObject();
        return review.operation() == AdmissionReview.Operation.UPDATE && old.isPresent()
                ? PodImages.of(old.get(), workload)
                : PodImages.NONE;
    }

    /** An answer that comes at the last moment comes too late: the network takes its part. */
    private static Duration shorter(Duration granted, Duration budget) {
        Duration less = granted.minus(granted.dividedBy(10));
        return less.compareTo(budget) < 0 ? less : budget;
    }

    private AdmissionResponse combined(
            AdmissionReview review, PodImages now, PodImages before, boolean pins, Duration budget)
            throws InterruptedException {
        SequencedSet<Asked> fresh = new LinkedHashSet<>();
        SequencedSet<Asked> kept = new LinkedHashSet<>();
        for (UsedImage used : now.images()) {
            if (used.image().isEmpty()) {
                return AdmissionResponse.denied(
                        "%s: %s of %s names no image"
                                .formatted(review.objectName(), used.pointer(), used.container()));
            }
            (used.isIn(before.images()) ? kept : fresh).add(used.asked());
        }
        kept.removeAll(fresh);
        Map<Asked, Judgement> judged = judge.all(review, fresh, kept, budget);
        Verdicts verdicts = new Verdicts(review);
        judged.forEach((asked, judgement) -> verdicts.add(asked.image(), judgement.decision()));
        return verdicts.response(pins ? pinned(now.images(), fresh, judged) : new TreeMap<>());
    }

    private static SortedMap<String, String> pinned(
            List<UsedImage> images, SequencedSet<Asked> fresh, Map<Asked, Judgement> judged) {
        SortedMap<String, String> pinned = new TreeMap<>();
        for (UsedImage used : images) {
            Judgement judgement = judged.get(used.asked());
            if (judgement != null && fresh.contains(used.asked()) && !used.image().contains("@")) {
                judgement
                        .digest()
                        .ifPresent(
                                digest -> pinned.put(used.pointer(), used.image() + "@" + digest));
            }
        }
        return pinned;
    }

    /** What was said of the images of one object. */
    private static final class Verdicts {
        private final AdmissionReview review;
        private final SequencedSet<String> refused = new LinkedHashSet<>();
        private final SequencedSet<String> warnings = new LinkedHashSet<>();

        Verdicts(AdmissionReview review) {
            this.review = review;
        }

        void add(String image, Decision decision) {
            if (!decision.allows()) {
                refused.add(Policies.refusal(image, decision));
                return;
            }
            decision.reasons().forEach(reason -> warnings.add(image + ": " + reason.text()));
        }

        AdmissionResponse response(SortedMap<String, String> pinned) {
            List<String> shown = List.copyOf(warnings);
            SortedMap<String, String> audit = new TreeMap<>();
            if (!refused.isEmpty()) {
                audit.put("decision", "deny");
                String text = review.objectName() + ": " + String.join("\n", refused);
                return new AdmissionResponse(false, text, shown, audit, new TreeMap<>());
            }
            audit.put("decision", shown.isEmpty() ? "allow" : "warn");
            if (!shown.isEmpty()) {
                audit.put("warnings", String.join("\n", shown));
            }
            return new AdmissionResponse(true, "", shown, audit, pinned);
        }
    }
}
