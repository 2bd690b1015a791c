package dev.cooper.registry.proxy;

import dev.cooper.registry.operations.Metrics;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** What the cache has done since the registry started, for blobs and for manifests. */
public final class ProxyCounts {
    private final Kind blobs;
    private final Kind manifests;

    /**
     * Begins with nothing.
     *
     * @param metrics where the same is counted for others, if anybody wants to know
     */
    public ProxyCounts(Optional<Metrics.Proxied> metrics) {
        blobs = new Kind("blob", metrics);
        manifests = new Kind("manifest", metrics);
    }

    /** The counts of one kind of content. */
    static final class Kind {
        private final String type;
        private final Optional<Metrics.Proxied> metrics;
        private final LongAdder hits = new LongAdder();
        private final LongAdder misses = new LongAdder();
        private final LongAdder pulledBytes = new LongAdder();
        private final LongAdder pushedBytes = new LongAdder();

        private Kind(String type, Optional<Metrics.Proxied> metrics) {
            this.type = type;
            this.metrics = metrics;
        }

        /** Counts a request that is answered from what is here. */
        void hit() {
            hits.increment();
            metrics.ifPresent(to -> to.asked(type, true));
        }

        /** Counts a request for which another registry is asked. */
        void miss() {
            misses.increment();
            metrics.ifPresent(to -> to.asked(type, false));
        }

        /** Counts bytes that came from another registry. */
        void pulled(long bytes) {
            pulledBytes.add(bytes);
            metrics.ifPresent(to -> to.pulled(type, bytes));
        }

        /** Counts bytes that went to a client. */
        void pushed(long bytes) {
            pushedBytes.add(bytes);
            metrics.ifPresent(to -> to.pushed(type, bytes));
        }

        /** How many requests there were. */
        long requests() {
            return hits.sum() + misses.sum();
        }

        /** How many of them were answered from what is here. */
        long hits() {
            return hits.sum();
        }

        /** How many of them were not. */
        long misses() {
            return misses.sum();
        }

        /** How many bytes came from other registries. */
        long pulledBytes() {
            return pulledBytes.sum();
        }

        /** How many bytes went to clients. */
        long pushedBytes() {
            return pushedBytes.sum();
        }
    }

    Kind blobs() {
        return blobs;
    }

    Kind manifests() {
        return manifests;
    }
}
