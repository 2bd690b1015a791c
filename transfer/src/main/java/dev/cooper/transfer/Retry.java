package dev.cooper.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and after which pause a request is sent again.
 *
 * @param tries how often in all
 * @param firstPause the pause after the first failure; it doubles each time
 * @param longestPause the longest pause, also when a registry asks for a longer one
 */
record Retry(int tries, Duration firstPause, Duration longestPause) {
    static final Retry USUAL = new Retry(5, Duration.ofMillis(500), Duration.ofMinutes(2));

    static boolean isPassing(int status) {
        return switch (status) {
            case 408, 429, 500, 502, 503, 504, 522 -> true;
            default -> false;
        };
    }

    /** The pause after a failure, counted from 1, that nobody gave advice for. */
    Duration pause(int failures) {
        long millis = firstPause.toMillis() << Math.min(failures - 1, 10);
        long jitter = millis <= 3 ? 0 : ThreadLocalRandom.current().nextLong(millis / 4);
        return shorter(Duration.ofMillis(millis + jitter));
    }

    /** The pause that an answer asks for, else the usual one; empty when it is too long. */
    Optional<Duration> pause(int failures, Answer answer) {
        Optional<Duration> asked = answer.header("Retry-After").flatMap(Retry::duration);
        if (asked.isEmpty()) {
            return Optional.of(pause(failures));
        }
        return asked.filter(pause -> pause.compareTo(longestPause) <= 0);
    }

    private Duration shorter(Duration pause) {
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }

    /** How long an answer asks to wait; empty when it does not say so in a known form. */
    static Optional<Duration> duration(String header) {
        String text = header.strip();
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(text))));
        } catch (NumberFormatException e) {
            try {
                Instant then =
                        ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
                Duration pause = Duration.between(Instant.now(), then);
                return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
            } catch (DateTimeParseException other) {
                return Optional.empty();
            }
        }
    }

    static void sleep(Duration pause) throws IOException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a registry");
        }
    }
}
