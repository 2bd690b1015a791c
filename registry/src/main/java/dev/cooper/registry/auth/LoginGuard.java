package dev.cooper.registry.auth;

import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Slows down who guesses passwords. Wrong ones are counted by user and address together, and by
 * address alone: whoever comes from elsewhere is not held up, and the right password is let in
 * after a short wait however many wrong ones came before.
 */
final class LoginGuard {
    /** Waits; tests do not. */
    interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    private static final int MOST_REMEMBERED = 10_000;
    private static final int FREE_OF_PAIR = 3;
    private static final int FREE_OF_ADDRESS = 30;
    private static final int MOST_WAITING = 16;
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(4);
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);

    private record Failures(int count, Instant last) {}

    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Integer> waiting = new HashMap<>();
    private final Supplier<Instant> clock;
    private final Pause pause;

    LoginGuard(Supplier<Instant> clock, Pause pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Waits as long as what came before demands.
     *
     * @throws ApiException when too many from that address wait already
     */
    void await(String address, String user) {
        Duration delay;
        synchronized (this) {
            delay = delay(address, user);
            if (delay.isZero()) {
                return;
            }
            if (waiting.getOrDefault(address, 0) >= MOST_WAITING) {
                throw tooMany();
            }
            waiting.merge(address, 1, Integer::sum);
        }
        try {
            pause.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw tooMany();
        } finally {
            synchronized (this) {
                waiting.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    private static ApiException tooMany() {
        return new ApiException(
                        ErrorCode.TOOMANYREQUESTS,
                        "too many wrong passwords from this address; wait a little")
                .header("Retry-After", String.valueOf(LONGEST.toSeconds()));
    }

    private Duration delay(String address, String user) {
        Duration one = delay(count(pair(address, user)) - FREE_OF_PAIR);
        Duration other = delay(count(address) - FREE_OF_ADDRESS);
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration delay(int tooMany) {
        if (tooMany < 0) {
            return Duration.ZERO;
        }
        Duration delay = FIRST.multipliedBy(1L << Math.min(tooMany, 10));
        return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    }

    private int count(String key) {
        Failures known = failures.get(key);
        return known == null || known.last.plus(FORGOTTEN).isBefore(clock.get()) ? 0 : known.count;
    }

    private static String pair(String address, String user) {
        return address + "\n" + user;
    }

    synchronized void failed(String address, String user) {
        note(pair(address, user));
        note(address);
        while (failures.size() > MOST_REMEMBERED) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    private void note(String key) {
        failures.put(key, new Failures(count(key) + 1, clock.get()));
    }

    synchronized void succeeded(String address, String user) {
        failures.remove(pair(address, user));
    }
}
