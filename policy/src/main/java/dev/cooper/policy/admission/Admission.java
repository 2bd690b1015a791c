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
    private static final String NO_CONTAINERS = "it starts no containers";

    private final ImageJudge own;
    private final JudgedInTime judge;
    private final AdmissionOptions options;

    /** Answers as a judge decides. */
    public Admission(ImageJudge judge, AdmissionOptions options) {
        this.own = judge;
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
        PodImages now;
        PodImages before;
        try {
            now = images(review, review.object().orElseThrow(), false);
            before = before(review);
        } catch (SyntaxException e) {
            return AdmissionResponse.denied(review.objectName() + ": " + e.getMessage());
        }
        if (now.images().isEmpty() && kind(review).isEmpty()) {
            return AdmissionResponse.allowed(NO_CONTAINERS);
        }
        if (!before.images().isEmpty() && before.pod().equals(now.pod())) {
            return AdmissionResponse.allowed("the pod has not changed");
        }
        Duration budget = shorter(granted, options.budget());
        return combined(review, now, before, mayChange && options.pins(), budget);
    }

    /** Why a question needs no judge, if it needs none. */
    private Optional<String> unasked(AdmissionReview review) {
        return switch (review.operation()) {
            case DELETE, CONNECT ->
                    Optional.of(kind(review).isEmpty() ? NO_CONTAINERS : "it is not stored");
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

    private static Optional<WorkloadKind> kind(AdmissionReview review) {
        return WorkloadKind.of(review.group(), review.kind());
    }

    private PodImages before(AdmissionReview review) {
        Optional<JsonObject> old = review.oldObject();
        return review.operation() == AdmissionReview.Operation.UPDATE && old.isPresent()
                ? images(review, old.get(), true)
                : PodImages.NONE;
    }

    /** Of the pod in an object, and those that stand where only policies know. */
    private PodImages images(AdmissionReview review, JsonObject object, boolean before) {
        Optional<WorkloadKind> workload = kind(review);
        PodImages ofPod =
                workload.isPresent() ? PodImages.of(object, workload.get()) : PodImages.NONE;
        return ofPod.with(own.images(review, before), object);
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
        judged.forEach((asked, judgement) -> verdicts.add(asked.image(), judgement));
        return verdicts.response(pins ? pinned(now.images(), fresh, judged) : new TreeMap<>());
    }

    private static SortedMap<String, String> pinned(
            List<UsedImage> images, SequencedSet<Asked> fresh, Map<Asked, Judgement> judged) {
        SortedMap<String, String> pinned = new TreeMap<>();
        for (UsedImage used : images) {
            Judgement judgement = judged.get(used.asked());
            if (judgement != null
                    && !used.pointer().isEmpty()
                    && fresh.contains(used.asked())
                    && !used.image().contains("@")) {
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
        private static final int MOST_NOTES = 50;
        private static final int LONGEST_NOTE = 1000;

        private final SortedMap<String, String> notes = new TreeMap<>();
        private final SequencedSet<String> refused = new LinkedHashSet<>();
        private final SequencedSet<String> warnings = new LinkedHashSet<>();

        Verdicts(AdmissionReview review) {
            this.review = review;
        }

        void add(String image, Judgement judgement) {
            Decision decision = judgement.decision();
            judgement
                    .notes()
                    .forEach((word, note) -> {
                        if (notes.size() < MOST_NOTES) {
                            notes.putIfAbsent(word, cut(note));
                        }
                    });
            if (!decision.allows()) {
                refused.add(Policies.refusal(image, decision));
                return;
            }
            decision.reasons().forEach(reason -> warnings.add(image + ": " + reason.text()));
        }

        private static String cut(String note) {
            return note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE) + "…";
        }

        AdmissionResponse response(SortedMap<String, String> pinned) {
            List<String> shown = List.copyOf(warnings);
            SortedMap<String, String> audit = new TreeMap<>(notes);
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
