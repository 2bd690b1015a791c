package dev.cooper.registry;

import java.util.concurrent.atomic.LongAdder;

/** What the cache has done since the registry started, for blobs and for manifests. */
final class ProxyCounts {
    private final Kind blobs = new Kind();
    private final Kind manifests = new Kind();

    /** The counts of one kind of content. */
    static final class Kind {
        private final LongAdder requests = new LongAdder();
        private final LongAdder hits = new LongAdder();
        private final LongAdder misses = new LongAdder();
        private final LongAdder pulledBytes = new LongAdder();
        private final LongAdder pushedBytes = new LongAdder();

        /** Counts a request that is answered from what is here. */
        void hit() {
            requests.increment();
            hits.increment();
        }

        /** Counts a request for which another registry is asked. */
        void miss() {
            requests.increment();
            misses.increment();
        }

        /** Counts bytes that came from another registry. */
        void pulled(long bytes) {
            pulledBytes.add(bytes);
        }

        /** Counts bytes that went to a client. */
        void pushed(long bytes) {
            pushedBytes.add(bytes);
        }

        /** How many requests there were. */
        long requests() {
            return requests.sum();
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
