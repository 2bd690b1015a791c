package dev.cooper.build;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.store.CopyEvents;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A step of a build in which something comes from a registry; layers are shown below it. */
final class PullStep implements CopyEvents {
    private final Progress progress;
    private final Clock clock;
    private final String name;
    private final Digest vertex;
    private boolean begun;

    PullStep(Progress progress, Clock clock, String name) {
        this.progress = progress;
        this.clock = clock;
        this.name = name;
        this.vertex = Digest.sha256(name.getBytes(StandardCharsets.UTF_8));
    }

    synchronized void begin() {
        if (!begun) {
            begun = true;
            progress.on(new ProgressEvent.Declared(vertex, clock.instant(), name, List.of()));
            progress.on(new ProgressEvent.Started(vertex, clock.instant()));
        }
    }

    /** Ends the step, if it ever began. */
    synchronized void end(boolean cached, Optional<String> error) {
        if (begun) {
            progress.on(new ProgressEvent.Completed(vertex, clock.instant(), cached, error));
        }
    }

    @Override
    public void started(Descriptor layer) {
        begin();
        tell(layer, 0, false);
    }

    @Override
    public void moved(Descriptor layer, long position) {
        tell(layer, position, false);
    }

    @Override
    public void done(Descriptor layer, boolean before) {
        if (!before) {
            tell(layer, layer.size(), true);
        }
    }

    private void tell(Descriptor layer, long bytes, boolean done) {
        progress.on(
                new ProgressEvent.Status(
                        vertex,
                        clock.instant(),
                        layer.digest().toString(),
                        bytes,
                        layer.size(),
                        done));
    }
}
