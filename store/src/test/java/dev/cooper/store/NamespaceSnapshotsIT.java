package dev.cooper.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;
import dev.cooper.testkit.TestUser;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The contract of the drivers inside user namespaces, as users without privileges run them. */
class NamespaceSnapshotsIT {
    private static final List<String> ONE_USER = List.of("unshare", "-U", "-r", "-m");
    private static final List<String> ALL_USERS =
            List.of("unshare", "-U", "-r", "--map-auto", "-m");

    private static void run(List<String> before, List<String> command)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(before);
        all.addAll(command);
        Processes.Result result = Processes.run(all.toArray(String[]::new));
        assertEquals(0, result.exit(), result.out() + result.err());
    }

    private static void requireNamespaces() throws IOException, InterruptedException {
        Machine.require(
                Processes.run("unshare", "-U", "-r", "-m", "true").exit() == 0,
                "user namespaces for ordinary users");
    }

    @Test
    void mountsOverlaysWhereOneUserIsMapped() throws IOException, InterruptedException {
        requireNamespaces();
        run(ONE_USER, ChildJvm.command("ContractMain", "OverlaySnapshotsIT"));
    }

    @Test
    void copiesWhereOneUserIsMapped() throws IOException, InterruptedException {
        requireNamespaces();
        run(ONE_USER, ChildJvm.command("ContractMain", "CopySnapshotsTest"));
    }

    @Test
    void mountsOverlaysForAnOrdinaryUser() throws IOException, InterruptedException {
        Machine.requireRoot();
        requireNamespaces();
        try (ScratchDirectory copies = ScratchDirectory.create("classes")) {
            List<String> before = new ArrayList<>(TestUser.prefix());
            before.addAll(ALL_USERS);
            run(before, ChildJvm.commandForAnyUser(copies, "ContractMain", "OverlaySnapshotsIT"));
        }
    }

    @Test
    void copiesForAnOrdinaryUserWithoutNamespaces() throws IOException, InterruptedException {
        Machine.requireRoot();
        try (ScratchDirectory copies = ScratchDirectory.create("classes")) {
            run(
                    TestUser.prefix(),
                    ChildJvm.commandForAnyUser(copies, "ContractMain", "CopySnapshotsTest"));
        }
    }

    /** As in a container whose store is no volume: overlays refuse to hold whiteouts. */
    @Test
    void keepsItsOwnMarksOnAnOverlay() throws IOException, InterruptedException {
        Machine.requireRoot();
        try (ScratchDirectory scratch = ScratchDirectory.create("container")) {
            String options =
                    "lowerdir=%s,upperdir=%s,workdir=%s"
                            .formatted(
                                    scratch.directory("lower"),
                                    scratch.directory("upper"),
                                    scratch.directory("work"));
            String root = scratch.directory("root").toString();
            String script =
                    "mount -t overlay -o '%s' overlay '%s' && exec \"$@\"".formatted(options, root);
            List<String> command = ChildJvm.command("ContractMain", "CopySnapshotsTest");
            command.add(1, "-Djava.io.tmpdir=" + root);
            run(List.of("unshare", "-m", "sh", "-c", script, "sh"), command);
        }
    }
}
