package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.TestUser;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.List;

/** What an ordinary user gets inside a user namespace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UserNamespaceContract extends NamespaceContract {
    private SandboxClient client;

    /** Returns the options of unshare that make the user namespace. */
    abstract List<String> unshare();

    @Override
    void require() throws Exception {
        if (client == null) {
            List<String> prefix = new ArrayList<>();
            if (Machine.isRoot()) {
                prefix.addAll(TestUser.prefix());
            }
            prefix.addAll(unshare());
            List<String> attempt = new ArrayList<>(prefix);
            attempt.add("true");
            Machine.require(
                    Processes.run(attempt).exit() == 0, "user namespaces for ordinary users");
            client = SandboxClient.start(prefix, Isolation.NAMESPACES);
        }
    }

    @Override
    void prepare() throws Exception {
        if (Machine.isRoot()) {
            TestUser.own(fixture.path());
        }
    }

    @AfterAll
    final void stop() throws Exception {
        if (client != null) {
            client.close();
        }
    }

    @Override
    SandboxResult run(SandboxSpec spec) throws Exception {
        prepare(); // what the test has written since
        return client.run(spec);
    }

    @Test
    void isRootInTheStep() throws Exception {
        assertEquals("0\n0\n", sh("id -u; stat -c %u /root"));
    }
}
