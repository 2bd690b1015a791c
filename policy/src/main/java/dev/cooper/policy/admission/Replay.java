package dev.cooper.policy.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks today's policies what a cluster asked before, and tells what would be answered else. */
public final class Replay {
    private static final Duration TIME = Duration.ofMinutes(2);

    private final Admission admission;

    /** Asks policies. */
    public Replay(Admission admission) {
        this.admission = admission;
    }

    /**
     * What came out for one question.
     *
     * @param object what it was about
     * @param wasAllowed what was answered then
     * @param now what is answered today
     */
    public record Outcome(String object, boolean wasAllowed, AdmissionResponse now) {
        /** Tells whether the answer is another one. */
        public boolean isChanged() {
            return wasAllowed != now.isAllowed();
        }
    }

    /**
     * Asks all.
     *
     * @throws InterruptedException when the user does not want to wait any more
     */
    public List<Outcome> all(List<AdmissionRecord.Recorded> recorded) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (AdmissionRecord.Recorded one : recorded) {
            AdmissionResponse now = admission.answer(one.review(), false, TIME);
            outcomes.add(new Outcome(one.review().objectName(), one.isAllowed(), now));
        }
        return outcomes;
    }
}
