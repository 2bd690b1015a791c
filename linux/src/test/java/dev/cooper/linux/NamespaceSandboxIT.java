package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Machine;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The namespaces of root. */
final class NamespaceSandboxIT extends NamespaceContract {
    private final Sandbox sandbox = new NamespaceSandbox();

    @Override
    void require() {
        Machine.requireRoot();
    }

    @Override
    SandboxResult run(SandboxSpec spec) throws IOException, InterruptedException {
        return run(sandbox, spec);
    }

    static SandboxResult run(Sandbox sandbox, SandboxSpec spec)
            throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = sandbox.run(spec, out, err);
        return new SandboxResult(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void givesEverythingToAnInsecureStep() throws Exception {
        SandboxSpec spec =
                fixture.sh("mount -t tmpfs x /tmp && cat /proc/self/status").withInsecure(true);
        String status = run(spec).ok();
        assertEquals("0", field(status, "Seccomp"));
        assertEquals("0", field(status, "NoNewPrivs"));
        assertEquals(ownCapabilities(), field(status, "CapEff"));
    }

    private static String ownCapabilities() throws IOException {
        return field(Files.readString(Path.of("/proc/self/status")), "CapEff");
    }

    @Test
    void killsTheWholeStepOnInterrupt() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        String mark = Long.toString(System.nanoTime());
        Thread[] runner = {Thread.currentThread()};
        OutputStream out =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        started.countDown();
                    }
                };
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        started.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    runner[0].interrupt();
                });
        SandboxSpec spec =
                fixture.sh(
                        "(setsid sleep 1000."
                                + mark
                                + " &) ; sleep 1000."
                                + mark
                                + " & echo up; wait");
        assertThrows(
                InterruptedException.class,
                () -> sandbox.run(spec, out, OutputStream.nullOutputStream()));
        assertEquals(List.of(), SandboxProcesses.withArgument("1000." + mark));
    }

    @Test
    void killsTheStepWhenAnOutputCannotBeWritten() {
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("the reader has gone");
                    }
                };
        IOException thrown =
                assertThrows(
                        IOException.class,
                        () ->
                                sandbox.run(
                                        fixture.sh("echo x; sleep 1000"),
                                        broken,
                                        OutputStream.nullOutputStream()));
        assertEquals("the reader has gone", thrown.getMessage());
    }

    @Test
    void runsFiftyStepsAtOnce() throws Exception {
        for (String shared : List.of("proc", "sys", "dev")) {
            Files.createDirectory(fixture.rootfs().resolve(shared));
        }
        for (String shared : List.of("etc/hosts", "etc/resolv.conf")) {
            Files.writeString(fixture.rootfs().resolve(shared), "the image's own");
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SandboxResult>> results = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                SandboxSpec spec =
                        fixture.sh("echo " + i + " > /dev/shm/x; hostname; cat /dev/shm/x")
                                .withHostname("host" + i);
                results.add(executor.submit(() -> run(spec)));
            }
            for (int i = 0; i < 50; i++) {
                assertEquals("host" + i + "\n" + i + "\n", results.get(i).get().ok());
            }
        }
    }

    @Test
    void putsAStepBelowTheParentGroup() throws Exception {
        SandboxSpec spec = fixture.sh("cat /proc/self/cgroup");
        assertFalse(run(spec).ok().contains("step-"));
        String groups = run(spec.withMemory(0, Optional.of("cooper-test/below"))).ok();
        assertTrue(groups.contains("/cooper-test/below/step-"), groups);
    }

    @Test
    void killsAStepThatExceedsItsMemory() throws Exception {
        SandboxSpec spec =
                fixture.sh("dd if=/dev/zero of=/dev/null bs=200M count=1")
                        .withMemory(32 << 20, Optional.of("cooper-test/steps"));
        SandboxResult result = run(spec);
        assertEquals(137, result.exit(), result::err);
        assertTrue(result.err().contains("memory limit of 33554432 bytes"), result::err);
    }
}
