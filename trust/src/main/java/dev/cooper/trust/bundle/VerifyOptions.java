package dev.cooper.trust.bundle;

import java.time.Instant;

/**
 * What is asked of signatures beside that they hold.
 *
 * @param log whether they must be in a transparency log
 * @param promise whether the certificate must be in a log of certificates
 * @param timestamp whether they must carry a time stamp of an authority
 * @param now when it is
 */
public record VerifyOptions(boolean log, boolean promise, boolean timestamp, Instant now) {
    /** Asks for logs, and takes the time from wherever it is proved. */
    public static VerifyOptions strict(Instant now) {
        return new VerifyOptions(true, true, false, now);
    }

    /** Accepts what is in no transparency log. */
    public VerifyOptions withoutLog() {
        return new VerifyOptions(false, promise, timestamp, now);
    }

    /** Accepts certificates that are in no log. */
    public VerifyOptions withoutPromise() {
        return new VerifyOptions(log, false, timestamp, now);
    }

    /** Asks for a time stamp. */
    public VerifyOptions withTimestamp() {
        return new VerifyOptions(log, promise, true, now);
    }
}
