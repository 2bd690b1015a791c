package dev.cooper.build;

import dev.cooper.linux.Directory;
import dev.cooper.linux.SandboxUser;
import dev.cooper.store.Mounted;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Snapshots;
import dev.cooper.store.Work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** Makes the layers of COPY, ADD and WORKDIR. */
final class CopyExecution {
    private final Snapshots snapshots;
    private final CopyInputs files;
    private final BuildRequest request;
    private final Progress progress;
    private final Clock clock;

    CopyExecution(
            Snapshots snapshots,
            CopyInputs files,
            BuildRequest request,
            Progress progress,
            Clock clock) {
        this.snapshots = snapshots;
        this.files = files;
        this.request = request;
        this.progress = progress;
        this.clock = clock;
    }

    SnapshotId copy(Vertex.Copy vertex, Solver solver) throws IOException, InterruptedException {
        List<SnapshotId> chain = solver.chain(vertex.root());
        CopyStep step = vertex.step();
        try (Work work = snapshots.prepare()) {
            try (Mounted mounted = snapshots.mount(chain, work);
                    Directory root = Directory.open(mounted.root())) {
                List<String> notes =
                        switch (step.from()) {
                            case CopyStep.From.Context _ -> files.copyFromContext(step, root);
                            case CopyStep.From.Root from ->
                                    files.copyFromRoot(step, solver.chain(from.vertex()), root);
                        };
                print(vertex, notes);
            }
            return snapshots.commit(work);
        }
    }

    /**
     * Puts a layer that was made by itself on a root: the directories on the way to its files keep
     * what they have there.
     */
    SnapshotId merge(Vertex.Merge vertex, Solver solver) throws IOException, InterruptedException {
        SnapshotId link = solver.solve(vertex.link()).layer().orElseThrow();
        String destination = vertex.link().step().destination();
        if (destination.equals("/")) {
            return link; // nothing on the way; the root need not even be unpacked
        }
        return snapshots.graft(link, solver.chain(vertex.root()), destination);
    }

    /** Shows what a copy left out among the output of its step. */
    private void print(Vertex.Copy vertex, List<String> notes) {
        for (String note : notes) {
            byte[] line = ("note: " + note + "\n").getBytes(StandardCharsets.UTF_8);
            progress.on(new ProgressEvent.Log(vertex.digest(), clock.instant(), 2, line));
        }
    }

    SnapshotId workdir(Vertex.Workdir vertex, Solver solver)
            throws IOException, InterruptedException {
        List<SnapshotId> chain = solver.chain(vertex.root());
        try (Work work = snapshots.prepare()) {
            try (Mounted mounted = snapshots.mount(chain, work);
                    Directory root = Directory.open(mounted.root())) {
                SandboxUser user = StepUser.resolve(root, vertex.user());
                List<String> made =
                        WorkingDirectory.make(root, vertex.path(), user.uid(), user.gid());
                if (request.sourceDateEpoch().isPresent()) {
                    // Parents last: making a child has changed their time.
                    for (String path : made.reversed()) {
                        setTime(root, path, request.sourceDateEpoch().getAsLong());
                    }
                }
            }
            return snapshots.commit(work);
        }
    }

    private static void setTime(Directory root, String path, long seconds) throws IOException {
        int slash = path.lastIndexOf('/');
        try (Directory parent = root.resolve(slash <= 0 ? "/" : path.substring(0, slash))) {
            parent.setTimes(path.substring(slash + 1), seconds, 0);
        }
    }
}
