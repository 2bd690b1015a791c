package dev.cooper.registry.maintenance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What a check has found so far; used by several threads. */
final class Findings {
    /** More are counted, not told. */
    private static final int MOST_TOLD = 10_000;

    private final List<RegistryCheck.Problem> told = new ArrayList<>();
    private final AtomicLong found = new AtomicLong();
    private final AtomicLong repaired = new AtomicLong();
    private final AtomicLong blobs = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong manifests = new AtomicLong();
    private final RegistryCheck.Progress progress;
    private final long allBlobs;
    private final long allBytes;

    Findings(RegistryCheck.Progress progress, long allBlobs, long allBytes) {
        this.progress = progress;
        this.allBlobs = allBlobs;
        this.allBytes = allBytes;
    }

    void problem(String subject, String what, boolean isRepaired) {
        found.incrementAndGet();
        if (isRepaired) {
            repaired.incrementAndGet();
        }
        synchronized (told) {
            if (told.size() < MOST_TOLD) {
                told.add(new RegistryCheck.Problem(subject, what, isRepaired));
            }
        }
    }

    void blobDone() {
        progress.at(blobs.incrementAndGet(), allBlobs, bytes.get(), allBytes);
    }

    void bytesRead(int count) {
        progress.at(blobs.get(), allBlobs, bytes.addAndGet(count), allBytes);
    }

    void manifestDone() {
        manifests.incrementAndGet();
    }

    RegistryCheck.Report report(long tags, long unnamed, long uploads) {
        List<RegistryCheck.Problem> sorted;
        synchronized (told) {
            sorted = new ArrayList<>(told);
        }
        sorted.sort(
                Comparator.comparing(RegistryCheck.Problem::subject)
                        .thenComparing(RegistryCheck.Problem::what));
        return new RegistryCheck.Report(
                blobs.get(),
                bytes.get(),
                manifests.get(),
                tags,
                unnamed,
                uploads,
                found.get(),
                repaired.get(),
                sorted);
    }
}
