package dev.cooper.policy.admission;

import dev.cooper.policy.admission.ImageJudge.Judgement;
import dev.cooper.policy.admission.UsedImage.Asked;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Decision.Outcome;
import dev.cooper.policy.decision.Reason;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has the images of one object judged at the same time, each once, and waits for it no longer than
 * there is time. What is not done by then goes on, so that the next who asks finds it done.
 */
final class JudgedInTime {
    /** How many images are judged at a time, whoever asks. */
    private static final int AT_A_TIME = 256;

    private final ImageJudge judge;
    private final Semaphore turns = new Semaphore(AT_A_TIME, true);

    JudgedInTime(ImageJudge judge) {
        this.judge = judge;
    }

    /**
     * Judges images.
     *
     * @param fresh those that are new in the object
     * @param kept those that the same containers had before: they are refused only for what the
     *     object before would not have been refused for
     */
    Map<Asked, Judgement> all(
            AdmissionReview review,
            SequencedSet<Asked> fresh,
            SequencedSet<Asked> kept,
            Duration budget)
            throws InterruptedException {
        long end = System.nanoTime() + budget.toNanos();
        Map<Asked, CompletableFuture<Judgement>> running = new LinkedHashMap<>();
        for (Asked asked : fresh) {
            running.put(asked, start(end, () -> judge(review, asked, false)));
        }
        for (Asked asked : kept) {
            running.put(asked, start(end, () -> keep(review, asked)));
        }
        Map<Asked, Judgement> judged = new LinkedHashMap<>();
        for (Map.Entry<Asked, CompletableFuture<Judgement>> one : running.entrySet()) {
            judged.put(one.getKey(), await(one.getValue(), end, budget));
        }
        return judged;
    }

    private interface Work {
        Judgement run();
    }

    private CompletableFuture<Judgement> start(long end, Work work) {
        CompletableFuture<Judgement> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("admission-image")
                .start(() -> {
                    try {
                        if (!turns.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                            result.completeExceptionally(new TimeoutException());
                            return;
                        }
                        try {
                            result.complete(work.run());
                        } finally {
                            turns.release();
                        }
                    } catch (InterruptedException | RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }

    private Judgement judge(AdmissionReview review, Asked asked, boolean before) {
        return judge.judge(review, asked.image(), asked.use(), before);
    }

    private Judgement keep(AdmissionReview review, Asked asked) {
        Judgement now = judge(review, asked, false);
        if (now.decision().allows()) {
            return new Judgement(now.decision(), Optional.empty(), now.notes());
        }
        List<String> known = new ArrayList<>();
        judge(review, asked, true).decision().reasons().forEach(each -> known.add(each.text()));
        List<Reason> news = new ArrayList<>();
        for (Reason reason : now.decision().reasons()) {
            if (!known.contains(reason.text())) {
                news.add(reason);
            }
        }
        Decision decision =
                news.isEmpty()
                        ? new Decision(Outcome.WARN, now.decision().reasons())
                        : new Decision(now.decision().outcome(), news);
        return new Judgement(decision, Optional.empty(), now.notes());
    }

    private Judgement await(CompletableFuture<Judgement> running, long end, Duration budget)
            throws InterruptedException {
        try {
            long left = Math.max(0, end - System.nanoTime());
            return running.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return late(budget);
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                return late(budget);
            }
            return error("failed", "judging it failed: " + e.getCause());
        }
    }

    private Judgement late(Duration budget) {
        return error(
                "time-out",
                "it could not be checked within "
                        + budget.toMillis()
                        + " ms; it goes on being checked, so try again");
    }

    private Judgement error(String rule, String sentence) {
        boolean open = judge.failsOpen();
        Reason reason =
                new Reason("admission", rule, open ? "not checked: " + sentence : sentence, "");
        return new Judgement(
                new Decision(open ? Outcome.WARN : Outcome.ERROR, List.of(reason)),
                Optional.empty());
    }
}
