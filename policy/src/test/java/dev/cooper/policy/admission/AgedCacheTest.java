package dev.cooper.policy.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

class AgedCacheTest {
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger made = new AtomicInteger();

    private AgedCache<String, Integer> cache(long seconds, int most) {
        return new AgedCache<>(Duration.ofSeconds(seconds), most, clock::get);
    }

    @Test
    void a_value_is_handed_out_until_it_is_too_old() {
        AgedCache<String, Integer> cache = cache(60, 10);
        assertEquals(1, cache.get("a", _ -> made.incrementAndGet()));
        clock.set(Duration.ofSeconds(59).toNanos());
        assertEquals(1, cache.get("a", _ -> made.incrementAndGet()));
        clock.set(Duration.ofSeconds(60).toNanos());
        assertEquals(2, cache.get("a", _ -> made.incrementAndGet()), "being used keeps none young");
        assertEquals(1, cache.hits());
        assertEquals(2, cache.misses());
    }

    @Test
    void of_too_many_the_oldest_goes() {
        AgedCache<String, Integer> cache = cache(60, 2);
        for (String key : new String[] {"a", "b", "c"}) {
            cache.get(key, _ -> made.incrementAndGet());
        }
        assertEquals(3, cache.get("c", _ -> made.incrementAndGet()));
        assertEquals(2, cache.get("b", _ -> made.incrementAndGet()));
        assertEquals(4, cache.get("a", _ -> made.incrementAndGet()));
    }

    @Test
    void no_age_keeps_nothing() {
        AgedCache<String, Integer> cache = cache(0, 2);
        cache.get("a", _ -> made.incrementAndGet());
        assertEquals(2, cache.get("a", _ -> made.incrementAndGet()));
    }

    @Test
    void what_is_forgotten_is_made_again_but_not_what_came_after_it() {
        AgedCache<String, Integer> cache = cache(60, 2);
        Integer old = cache.get("a", _ -> made.incrementAndGet());
        cache.forget("a", old);
        Integer next = cache.get("a", _ -> made.incrementAndGet());
        assertEquals(2, next);
        cache.forget("a", old);
        assertEquals(2, cache.get("a", _ -> made.incrementAndGet()));
    }
}
