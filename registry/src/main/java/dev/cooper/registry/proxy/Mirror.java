package dev.cooper.registry.proxy;

import dev.cooper.registry.config.UpstreamConfig;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.transfer.Follower;
import dev.cooper.transfer.RegistryException;
import dev.cooper.transfer.Upstream;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;

/**
 * A registry that this one caches. It is left alone for a while when it asks for that, or has
 * failed: then its last failure is what everyone gets.
 */
final class Mirror implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration UNSAID = Duration.ofSeconds(30);
    private static final Duration LONGEST_SAID = Duration.ofHours(6);

    /** Something that the registry is asked. */
    interface Question<T> {
        T ask(Upstream upstream) throws IOException;
    }

    private final UpstreamConfig config;
    private final Upstream upstream;
    private @Nullable RegistryException failure;
    private int failures;
    private long pauseEnds;

    Mirror(UpstreamConfig config, Follower follower) throws IOException {
        this.config = config;
        this.upstream = Upstream.of(config.settings(), follower);
    }

    UpstreamConfig config() {
        return config;
    }

    String name() {
        return config.name();
    }

    /** The address for people. */
    String address() {
        return config.settings().address().toString();
    }

    /**
     * Asks the registry.
     *
     * @param canWait whether the caller has an old answer to go on with
     * @throws RegistryException when it refuses, cannot be reached, or is left alone for now
     */
    <T> T ask(boolean canWait, Question<T> question) throws IOException {
        RegistryException known = failureNow(canWait);
        if (known != null) {
            throw known;
        }
        try {
            T answer = question.ask(upstream);
            works();
            return answer;
        } catch (RegistryException e) {
            if (isAway(e)) {
                fails(e);
            } else {
                works();
            }
            throw e;
        }
    }

    private synchronized @Nullable RegistryException failureNow(boolean canWait) {
        RegistryException known = failure;
        if (known == null || System.nanoTime() - pauseEnds >= 0) {
            return null;
        }
        return canWait || known.status() == 429 ? known : null;
    }

    private synchronized void works() {
        failure = null;
        failures = 0;
    }

    private synchronized void fails(RegistryException e) {
        if (failure == null) {
            LOG.log(System.Logger.Level.WARNING, "caching " + name() + ": " + e.getMessage());
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 5));
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = LONGEST_PAUSE;
        }
        if (e.status() == 429) {
            pause = UNSAID;
        }
        if (e.retryAfter().isPresent()) {
            Duration said = e.retryAfter().get();
            pause = said.compareTo(LONGEST_SAID) < 0 ? said : LONGEST_SAID;
        }
        if (failure == null || System.nanoTime() - pauseEnds >= 0) {
            failures++;
        }
        failure = e;
        pauseEnds = System.nanoTime() + pause.toNanos();
    }

    /** Whether a failure says nothing about what was asked for. */
    static boolean isAway(RegistryException e) {
        return e.status() == 0 || e.status() == 408 || e.status() == 429 || e.status() >= 500;
    }

    /** What a client is told when there is nothing here to go on with. */
    ApiException refusal(RegistryException e, ErrorCode unknown, String what) {
        String said =
                what
                        + " is not here, and "
                        + address()
                        + (e.status() == 0 ? " does not answer" : " answered " + e.status());
        if (e.status() == 401 || e.status() == 403) {
            return new ApiException(
                    unknown, said + ": it is not there either, or this cache may not read it");
        }
        if (e.status() == 429) {
            return new ApiException(ErrorCode.TOOMANYREQUESTS, said + "; try again later")
                    .header("Retry-After", String.valueOf(secondsLeft()));
        }
        if (isAway(e)) {
            return new ApiException(ErrorCode.UNAVAILABLE, said + "; try again later")
                    .header("Retry-After", String.valueOf(secondsLeft()));
        }
        return new ApiException(ErrorCode.UNKNOWN, 502, said);
    }

    private synchronized long secondsLeft() {
        return Math.max(1, Duration.ofNanos(pauseEnds - System.nanoTime()).toSeconds());
    }

    /** The warning on what is served although its registry could not be asked. */
    String staleness(RegistryException e) {
        return "299 - \"this answer may be stale: "
                + name()
                + (e.status() == 0 ? " does not answer" : " answered " + e.status())
                + "\"";
    }

    @Override
    public void close() {
        upstream.close();
    }
}
