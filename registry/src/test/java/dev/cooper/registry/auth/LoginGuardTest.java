package dev.cooper.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.registry.protocol.ApiException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class LoginGuardTest {
    private final List<Duration> waits = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final LoginGuard guard = new LoginGuard(() -> now, waits::add);

    private void guess(String address, String user, int times) {
        for (int i = 0; i < times; i++) {
            guard.await(address, user);
            guard.failed(address, user);
        }
    }

    @Test
    void guessesWaitLongerAndLongerButNeverForEver() {
        guess("a", "ann", 20);
        assertEquals(17, waits.size());
        assertEquals(Duration.ofMillis(250), waits.getFirst());
        assertEquals(Duration.ofMillis(500), waits.get(1));
        assertEquals(Duration.ofSeconds(4), waits.getLast());
    }

    @Test
    void theUserIsNotHeldUpElsewhereNorOthersAtTheSameAddress() {
        guess("a", "ann", 10);
        waits.clear();
        guard.await("b", "ann");
        guard.await("a", "bob");
        assertEquals(List.of(), waits);
    }

    @Test
    void anAddressThatTriesManyNamesIsSlowedToo() {
        for (int i = 0; i < 40; i++) {
            guess("a", "user" + i, 1);
        }
        assertEquals(10, waits.size());
    }

    @Test
    void aRightPasswordAndTimeMakeGuessesForgotten() {
        guess("a", "ann", 3);
        guard.succeeded("a", "ann");
        guard.await("a", "ann");
        assertEquals(List.of(), waits);
        guess("a", "bob", 3);
        now = now.plus(Duration.ofHours(1));
        guard.await("a", "bob");
        assertEquals(List.of(), waits);
    }

    @Test
    void whoGuessesManyAtOnceIsToldToComeBack() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(16);
        CountDownLatch end = new CountDownLatch(1);
        LoginGuard slow =
                new LoginGuard(
                        () -> now,
                        _ -> {
                            waiting.countDown();
                            end.await();
                        });
        for (int i = 0; i < 4; i++) {
            slow.failed("a", "ann");
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            threads.add(Thread.startVirtualThread(() -> slow.await("a", "ann")));
        }
        waiting.await();
        ApiException refused = assertThrows(ApiException.class, () -> slow.await("a", "ann"));
        assertEquals(429, refused.status());
        assertTrue(refused.headers().containsKey("Retry-After"));
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
