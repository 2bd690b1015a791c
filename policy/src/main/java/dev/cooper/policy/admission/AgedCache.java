package dev.cooper.policy.admission;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Keeps what was found out, for a while: no value is handed out that is older than the bound, and
 * of too many the oldest go first. Who asks for the same at the same time gets the same.
 */
public final class AgedCache<K, V> {
    private record Aged<V>(V value, long since) {}

    private final long age;
    private final int most;
    private final LongSupplier nanos;
    private final Map<K, Aged<V>> kept = new LinkedHashMap<>();
    private long hits;
    private long misses;

    /**
     * Makes an empty one.
     *
     * @param age how old a value gets; zero keeps nothing
     * @param most how many are kept
     * @param nanos a clock that only goes forward
     */
    public AgedCache(Duration age, int most, LongSupplier nanos) {
        this.age = age.toNanos();
        this.most = most;
        this.nanos = nanos;
    }

    /**
     * Returns what is kept, or what is made now.
     *
     * @param make is called while others wait, so it must not take long
     */
    public synchronized V get(K key, Function<K, V> make) {
        long now = nanos.getAsLong();
        Aged<V> known = kept.get(key);
        if (known != null && now - known.since < age) {
            hits++;
            return known.value;
        }
        misses++;
        V value = make.apply(key);
        kept.remove(key); // so that it becomes the youngest
        if (age > 0) {
            kept.put(key, new Aged<>(value, now));
        }
        shrink(now);
        return value;
    }

    /** The first entries are the oldest. */
    private void shrink(long now) {
        var entries = kept.entrySet().iterator();
        while (entries.hasNext()) {
            boolean old = now - entries.next().getValue().since >= age;
            if (!old && kept.size() <= most) {
                return;
            }
            entries.remove();
        }
    }

    /** Forgets a value, unless another has taken its place. */
    public synchronized void forget(K key, V value) {
        Aged<V> known = kept.get(key);
        if (known != null && known.value.equals(value)) {
            kept.remove(key);
        }
    }

    /** Forgets the values of some keys. */
    public synchronized void forgetIf(Predicate<K> which) {
        kept.keySet().removeIf(which);
    }

    /** Forgets all. */
    public synchronized void clear() {
        kept.clear();
    }

    /** Returns how often a value was there. */
    public synchronized long hits() {
        return hits;
    }

    /** Returns how often a value had to be made. */
    public synchronized long misses() {
        return misses;
    }
}
