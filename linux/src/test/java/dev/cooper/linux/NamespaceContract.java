package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a sandbox with namespaces must do beyond {@link SandboxContract}. */
abstract class NamespaceContract extends SandboxContract {
    @Test
    void hidesTheHostsProcesses() throws Exception {
        long processes = sh("ls /proc | grep -c '^[0-9]'").lines().count();
        assertTrue(processes < 6, () -> "processes: " + processes);
        assertEquals("1\n", sh("ls -d /proc/1 | wc -l"));
    }

    @Test
    void killsWhatTheStepLeavesRunning() throws Exception {
        assertEquals("started\n", sh("sleep 1000 & setsid sleep 1000 & echo started"));
    }

    @Test
    void hasItsOwnHostName() throws Exception {
        assertEquals("buildkitsandbox\n", sh("hostname"));
        assertEquals("other\n", run(fixture.sh("hostname").withHostname("other")).ok());
    }

    @Test
    void hasOnlyLoopbackWithoutNetwork() throws Exception {
        SandboxSpec spec =
                fixture.sh("ls /sys/class/net; ip addr show lo | grep -c 127.0.0.1")
                        .withNetwork(SandboxNetwork.NONE);
        assertEquals("lo\n1\n", run(spec).ok());
    }
}
