package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An ordinary user without a range of subordinate users: everything belongs to one user. */
final class SingleUserSandboxIT extends UserNamespaceContract {
    @Override
    List<String> unshare() {
        return List.of("unshare", "-U", "-r", "-m");
    }

    /** There is nobody else to become. */
    @Override
    @Test
    void runsAsAnotherUserWithItsGroups() throws Exception {
        SandboxUser app = Users.resolve(fixture.rootfs().toString(), "app");
        assertEquals("0\n/home/app\n", run(fixture.sh("id -u; echo $HOME").withUser(app)).ok());
    }

    @Test
    void pretendsToChangeOwnersAndToMakeDevices() throws Exception {
        assertEquals(
                "0\n",
                sh("touch /tmp/x && chown 5:6 /tmp/x && stat -c %u /tmp/x; mknod /tmp/d c 1 3"));
        sh("mknod /tmp/fifo p && test -p /tmp/fifo");
    }

    @Test
    void tellsAptToStayRootAndLeavesNothingOfThat() throws Exception {
        Path apt = Files.createDirectories(fixture.rootfs().resolve("etc/apt/apt.conf.d"));
        assertEquals(
                "APT::Sandbox::User \"root\";\n",
                sh("cat /etc/apt/apt.conf.d/00cooper-single-user"));
        try (var left = Files.list(apt)) {
            assertFalse(left.findAny().isPresent());
        }
    }
}
