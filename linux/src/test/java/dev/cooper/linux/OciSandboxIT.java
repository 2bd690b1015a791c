package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Peers;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** runc, as root. */
final class OciSandboxIT extends NamespaceContract {
    private final Sandbox sandbox =
            new OciSandbox(new OciRuntime(Peers.require("runc").toString()));

    @Override
    void require() {
        Machine.requireRoot();
    }

    @Override
    SandboxResult run(SandboxSpec spec) throws IOException, InterruptedException {
        return NamespaceSandboxIT.run(sandbox, spec);
    }

    /** runc finds that out too late to tell it from a failure of the program. */
    @Override
    @Test
    void saysWhyAProgramCannotBeRun() throws Exception {
        Files.writeString(fixture.rootfs().resolve("bin/notes"), "not a program");
        assertEquals(126, run(fixture.spec("/bin/notes")).exit());
    }

    /** runc gives the file system the mode of the directory that it covers. */
    @Override
    @Test
    void limitsTheSizeOfTmpfs() throws Exception {
        SandboxSpec spec =
                fixture.sh("dd if=/dev/zero of=/t/x bs=4096 count=300")
                        .withMounts(List.of(new SandboxMount.Tmpfs("/t", 1 << 20, 01777)));
        SandboxResult result = run(spec);
        assertTrue(result.err().contains("No space left"), result.err());
    }

    /** runc does not touch what it inherits. */
    @Override
    @Test
    void startsWithAllSignalsAsTheyAreByDefault() throws Exception {
        assertEquals("0000000000000000", field(sh("cat /proc/self/status"), "SigBlk"));
    }

    /** The program is the first process of its namespace, which gets no signals from itself. */
    @Override
    @Test
    void namesTheSignalThatKilledTheProgram() throws Exception {
        assertEquals(139, run(fixture.sh("sh -c 'kill -SEGV $$'; exit $?")).exit());
    }

    /** runc's control group allows /dev/zero and its like wherever they are. */
    @Override
    @Test
    void refusesToOpenDeviceNodesThatAStepMakes() throws Exception {
        assertEquals(1, run(fixture.sh("mknod /tmp/loop c 10 237; : < /tmp/loop")).exit());
    }
}
