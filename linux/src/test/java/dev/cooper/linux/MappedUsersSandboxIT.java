package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.testkit.Peers;

import org.junit.jupiter.api.Test;

import java.util.List;

/** An ordinary user with a range of subordinate users. */
final class MappedUsersSandboxIT extends UserNamespaceContract {
    @Override
    List<String> unshare() {
        Peers.require("newuidmap");
        return List.of("unshare", "-U", "--map-root-user", "--map-auto", "-m");
    }

    @Test
    void changesOwners() throws Exception {
        assertEquals(
                "5 6\n",
                sh("touch /tmp/x && chown 5:6 /tmp/x && stat -c '%u %g' /tmp/x; rm /tmp/x"));
    }
}
