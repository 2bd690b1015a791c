package dev.cooper.policy.admission;

import java.time.Duration;
import java.time.Instant;

/** Takes what a webhook did, from any thread. */
public interface AdmissionLog {
    /** A question was answered. */
    void answered(Entry entry);

    /** Something happened that whoever runs it should know, in one sentence. */
    void said(String sentence);

    /**
     * A question and its answer.
     *
     * @param webhook {@code mutate} or {@code validate}
     */
    record Entry(
            Instant at,
            String webhook,
            AdmissionReview review,
            AdmissionResponse response,
            Duration took) {}
}
