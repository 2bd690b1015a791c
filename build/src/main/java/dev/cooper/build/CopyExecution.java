package dev.cooper.build;

import dev.cooper.linux.Directory;
import dev.cooper.linux.SandboxUser;
import dev.cooper.store.Mounted;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Snapshots;
import dev.cooper.store.Work;

import java.io.IOException;
import java.util.List;

/** Makes the layers of COPY, ADD and WORKDIR. */
final class CopyExecution {
    private final Snapshots snapshots;
    private final CopyInputs files;
    private final BuildRequest request;

    CopyExecution(Snapshots snapshots, CopyInputs files, BuildRequest request) {
        this.snapshots = snapshots;
        this.files = files;
        this.request = request;
    }

    SnapshotId copy(Vertex.Copy vertex, Solver solver) throws IOException, InterruptedException {
        List<SnapshotId> chain = solver.chain(vertex.root());
        CopyStep step = vertex.step();
        try (Work work = snapshots.prepare()) {
            try (Mounted mounted = snapshots.mount(chain, work);
                    Directory root = Directory.open(mounted.root())) {
                switch (step.from()) {
                    case CopyStep.From.Context _ -> files.copyFromContext(step, root);
                    case CopyStep.From.Root from ->
                            files.copyFromRoot(step, solver.chain(from.vertex()), root);
                }
            }
            return snapshots.commit(work);
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
