package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Machine;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** The chroot sandbox of root, with a mount namespace and without one. */
final class ChrootSandboxIT extends SandboxContract {
    private final Sandbox withMounts = new ChrootSandbox(SandboxScope.MOUNTS);
    private final Sandbox rootOnly = new ChrootSandbox(SandboxScope.ROOT);

    @Override
    void require() {
        Machine.requireRoot();
    }

    @Override
    SandboxResult run(SandboxSpec spec) throws IOException, InterruptedException {
        return NamespaceSandboxIT.run(withMounts, spec);
    }

    @Test
    void killsWhatTheStepLeavesRunning() throws Exception {
        String mark = "1000." + System.nanoTime();
        for (Sandbox sandbox : List.of(withMounts, rootOnly)) {
            SandboxSpec spec =
                    fixture.sh("(setsid sleep " + mark + " &); sleep " + mark + " & true");
            assertEquals(0, NamespaceSandboxIT.run(sandbox, spec).exit());
            assertEquals(List.of(), SandboxProcesses.withArgument(mark));
        }
    }

    @Test
    void lendsDevicesAndNamesWhereNothingCanBeMounted() throws Exception {
        SandboxSpec spec = fixture.sh("head -c 3 /dev/zero | wc -c; grep -c localhost /etc/hosts");
        assertEquals("3\n2\n", NamespaceSandboxIT.run(rootOnly, spec).ok());
        try (var left = Files.list(fixture.rootfs())) {
            assertEquals(4, left.count());
        }
        try (var left = Files.list(fixture.rootfs().resolve("etc"))) {
            assertEquals(2, left.count());
        }
    }

    @Test
    void refusesMountsWhereNothingCanBeMounted() {
        SandboxSpec spec =
                fixture.sh("true").withMounts(List.of(new SandboxMount.Tmpfs("/cache", 0, 0755)));
        IOException refused =
                assertThrows(IOException.class, () -> NamespaceSandboxIT.run(rootOnly, spec));
        assertTrue(refused.getMessage().contains("isolation chroot cannot mount here"));
    }
}
