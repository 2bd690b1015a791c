package dev.cooper.registry.operations;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests that are being answered, by the place they go to. */
final class RequestsUnderWay {
    /** Takes the counts. */
    interface Reader {
        void count(String handler, long count);
    }

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void began(String handler) {
        counts.computeIfAbsent(handler, _ -> new LongAdder()).increment();
    }

    void ended(String handler) {
        counts.computeIfAbsent(handler, _ -> new LongAdder()).decrement();
    }

    void each(Reader reader) {
        counts.forEach((handler, count) -> reader.count(handler, count.sum()));
    }
}
