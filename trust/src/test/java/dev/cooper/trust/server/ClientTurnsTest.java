package dev.cooper.trust.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One client does not take a server from the others. */
class ClientTurnsTest {
    @Test
    void aClientWithManyRequestsWaitsForItselfOnly() throws InterruptedException {
        ClientTurns turns = new ClientTurns();
        InetAddress greedy = InetAddress.ofLiteral("192.0.2.1");
        for (int i = 0; i < ClientTurns.AT_ONCE; i++) {
            turns.take(greedy);
        }
        AtomicInteger refused = new AtomicInteger();
        CountDownLatch settled = new CountDownLatch(10);
        List<Thread> waiting = new ArrayList<>();
        for (int i = ClientTurns.AT_ONCE; i < ClientTurns.MOST + 10; i++) {
            waiting.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    turns.take(greedy);
                                } catch (RefusedException e) {
                                    assertEquals(429, e.status());
                                    refused.incrementAndGet();
                                    settled.countDown();
                                }
                            }));
        }
        assertTrue(settled.await(30, TimeUnit.SECONDS));
        InetAddress other = InetAddress.ofLiteral("192.0.2.2");
        turns.take(other);
        assertEquals(2, turns.count());
        turns.giveBack(other);
        for (int i = 0; i < ClientTurns.MOST; i++) {
            turns.giveBack(greedy);
        }
        for (Thread one : waiting) {
            one.join();
        }
        assertEquals(10, refused.get());
        assertEquals(0, turns.count());
        assertFalse(waiting.isEmpty());
    }
}
