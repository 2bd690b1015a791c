package dev.cooper.store;

import dev.cooper.linux.Directory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Unpacks and commits without end, until somebody kills it. */
final class KillMain {
    static final int FILES = 60;

    private KillMain() {}

    public static void main(String[] args) throws Exception {
        SnapshotDriver driver = SnapshotDriver.valueOf(args[1]);
        SnapshotOptions options =
                SnapshotOptions.DEFAULT.withDriver(driver).withIgnoreOwnership(true);
        Snapshots snapshots = Snapshots.open(Path.of(args[0]), options);
        System.out.println("started");
        for (int round = 0; ; round++) {
            List<SnapshotId> chain =
                    new ArrayList<>(
                            snapshots.unpack(List.of(layer("base"), layer(args[2] + "-" + round))));
            try (Work work = snapshots.prepare()) {
                try (Mounted mounted = snapshots.mount(chain, work);
                        Directory root = mounted.directory()) {
                    step(root);
                }
                snapshots.commit(work);
            }
        }
    }

    /** A layer with the same number of files as a step makes. */
    static LayerSource layer(String name) throws IOException {
        TestLayer layer = new TestLayer().dir("layer");
        for (int i = 0; i < FILES; i++) {
            layer.file("layer/f" + i, name.repeat(1000));
        }
        return layer.source();
    }

    static void step(Directory root) throws IOException {
        root.mkdir("step", 0755);
        try (Directory step = root.openDirectory("step")) {
            for (int i = 0; i < FILES; i++) {
                try (OutputStream out = step.create("f" + i, 0644)) {
                    out.write(new byte[10_000]);
                }
            }
        }
    }
}
