package dev.cooper.build;

import dev.cooper.dockerfile.Dockerfile;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Runs the build checks and tells what they find. */
final class Warnings {
    private final Progress progress;
    private final Clock clock;
    private final List<ProgressEvent.Warning> found = new ArrayList<>();

    Warnings(Progress progress, Clock clock) {
        this.progress = progress;
        this.clock = clock;
    }

    void check(Dockerfile dockerfile, BuildRequest request) {}

    List<ProgressEvent.Warning> found() {
        return found;
    }
}
