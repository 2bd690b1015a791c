package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Machine;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Nothing of a step survives the JVM that runs it. */
final class SandboxDeathIT {
    @Test
    void killsEverythingInNamespacesWithTheJvm() throws Exception {
        killsEverythingWithTheJvm(Isolation.NAMESPACES);
    }

    @Test
    void killsEverythingInAChrootWithTheJvm() throws Exception {
        killsEverythingWithTheJvm(Isolation.CHROOT);
    }

    private static void killsEverythingWithTheJvm(Isolation isolation) throws Exception {
        Machine.requireRoot();
        String mark = "1000." + System.nanoTime();
        try (SandboxFixture fixture = SandboxFixture.create()) {
            try (SandboxClient client = SandboxClient.start(List.of(), isolation)) {
                String up = "/tmp/" + mark;
                client.send(
                        fixture.sh(
                                "(setsid sleep %s &); sleep %s & touch %s; wait"
                                        .formatted(mark, mark, up)));
                Path started = fixture.rootfs().resolve("tmp/" + mark);
                await(() -> Files.exists(started), "the step to start");
                assertFalse(SandboxProcesses.withArgument("sleep\0" + mark).isEmpty());
                client.kill();
            }
            await(
                    () -> SandboxProcesses.withArgument(mark).isEmpty(),
                    "the processes of the step to end");
            String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
            assertFalse(mounts.contains(fixture.path().toString()));
        }
        assertEquals(List.of(), SandboxProcesses.withArgument(mark));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition, String what) throws Exception {
        for (int i = 0; i < 3000 && !condition.holds(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.holds(), () -> "waited 30 seconds for " + what);
    }
}
