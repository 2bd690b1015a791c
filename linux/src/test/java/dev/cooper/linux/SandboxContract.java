package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/** What every sandbox that can mount must do. */
abstract class SandboxContract {
    SandboxFixture fixture;

    /** Runs a step in the sandbox under test. */
    abstract SandboxResult run(SandboxSpec spec) throws Exception;

    /** Called once the root file system is there. */
    void prepare() throws Exception {}

    /** Skips the test where the sandbox cannot be had. */
    abstract void require() throws Exception;

    @BeforeEach
    final void makeFixture() throws Exception {
        require();
        fixture = SandboxFixture.create();
        prepare();
    }

    @AfterEach
    final void removeFixture() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    String sh(String script) throws Exception {
        return run(fixture.sh(script)).ok();
    }

    @Test
    void showsTheImageAsRoot() throws Exception {
        assertEquals("bin\ndev\netc\nproc\nroot\nsys\ntmp\n", sh("ls /"));
    }

    @Test
    void returnsTheExitCodeAndKeepsTheOutputsApart() throws Exception {
        SandboxResult result = run(fixture.sh("echo one; echo two >&2; exit 3"));
        assertEquals(new SandboxResult(3, "one\n", "two\n"), result);
    }

    @Test
    void clipsNoOutput() throws Exception {
        String out = sh("yes 0123456789abcde | head -n 250000");
        assertEquals(4_000_000, out.length());
    }

    @Test
    void namesTheSignalThatKilledTheProgram() throws Exception {
        SandboxResult result = run(fixture.sh("kill -SEGV $$"));
        assertEquals(139, result.exit());
        assertTrue(result.err().contains("was killed by SIGSEGV"), result.err());
    }

    @Test
    void saysThatAProgramIsMissing() throws Exception {
        SandboxResult result = run(fixture.spec("frobnicate").withEnv(List.of("PATH=/bin:/sbin")));
        assertEquals(127, result.exit());
        String want = "cooper: frobnicate: not found in the image's PATH=/bin:/sbin\n";
        assertTrue(result.err().endsWith(want), result.err());
    }

    @Test
    void saysThatAShellIsMissing() throws Exception {
        SandboxResult result = run(fixture.spec("/bin/bash", "-c", "true"));
        assertEquals(127, result.exit());
        assertTrue(result.err().contains("cooper: /bin/bash: the image has no such file"));
    }

    @Test
    void saysWhyAProgramCannotBeRun() throws Exception {
        Files.writeString(fixture.rootfs().resolve("bin/notes"), "not a program");
        assertEquals(126, run(fixture.spec("/bin/notes")).exit());
        fixture.rootfs().resolve("bin/notes").toFile().setExecutable(true, false);
        SandboxResult result = run(fixture.spec("/bin/notes"));
        assertEquals(126, result.exit());
        assertTrue(result.err().contains("Exec format error"), result.err());
    }

    @Test
    void givesOnlyTheEnvironmentAskedFor() throws Exception {
        SandboxSpec spec = fixture.spec("/bin/env").withEnv(List.of("PATH=/bin", "B=two words"));
        assertEquals("PATH=/bin\nB=two words\nHOME=/root\n", run(spec).ok());
        List<String> home = List.of("PATH=/bin", "HOME=/elsewhere");
        assertEquals("PATH=/bin\nHOME=/elsewhere\n", run(spec.withEnv(home)).ok());
    }

    @Test
    void leaksNoDescriptors() throws Exception {
        // 3 is the directory that ls itself reads.
        assertEquals("0\n1\n2\n3\n", sh("ls /proc/self/fd"));
        assertEquals("0\n", sh("cat | wc -c"));
    }

    @Test
    void runsWithDockersRightsOnly() throws Exception {
        String status = run(fixture.spec("/bin/cat", "/proc/self/status")).ok();
        assertEquals("00000000a80425fb", field(status, "CapEff"));
        assertEquals("00000000a80425fb", field(status, "CapPrm"));
        assertEquals("00000000a80425fb", field(status, "CapBnd"));
        assertEquals("0000000000000000", field(status, "CapInh"));
        assertEquals("0000000000000000", field(status, "CapAmb"));
        assertEquals("1", field(status, "NoNewPrivs"));
        assertEquals("2", field(status, "Seccomp"));
        assertEquals("0022\n", sh("umask"));
    }

    @Test
    void startsWithAllSignalsAsTheyAreByDefault() throws Exception {
        String status = run(fixture.spec("/bin/cat", "/proc/self/status")).ok();
        assertEquals("0000000000000000", field(status, "SigBlk"));
        assertEquals("0000000000000000", field(status, "SigIgn"));
    }

    static String field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void runsAsAnotherUserWithItsGroups() throws Exception {
        SandboxUser app = Users.resolve(fixture.rootfs().toString(), "app");
        assertEquals(new SandboxUser(1000, 1000, List.of(29, 44), "/home/app"), app);
        SandboxSpec spec =
                fixture.sh("id -u; id -g; id -G; echo $HOME; grep Cap /proc/self/status");
        String out = run(spec.withUser(app)).ok();
        assertTrue(out.startsWith("1000\n1000\n1000 29 44\n/home/app\n"), out);
        assertEquals("0000000000000000", field(out, "CapEff"));
        assertEquals("0000000000000000", field(out, "CapPrm"));
    }

    @Test
    void refusesMountsAndNewUserNamespaces() throws Exception {
        assertNotEquals(0, run(fixture.sh("mount -t tmpfs x /tmp")).exit());
        assertNotEquals(0, run(fixture.sh("umount /dev/shm")).exit());
        assertNotEquals(0, run(fixture.sh("unshare -U true")).exit());
    }

    @Test
    void refusesToOpenDeviceNodesThatAStepMakes() throws Exception {
        run(fixture.sh("mknod /tmp/zero c 1 5; mknod /dev/zero2 c 1 5"));
        assertNotEquals(0, run(fixture.sh("head -c 1 /tmp/zero >&2")).exit());
        assertEquals("1\n", sh("head -c 1 /dev/zero | wc -c"));
    }

    @Test
    void masksTheKernelsFiles() throws Exception {
        assertEquals("0\n", sh("cat /proc/timer_list /proc/keys | wc -c"));
        assertNotEquals(0, run(fixture.sh("echo 1 > /proc/sys/vm/drop_caches")).exit());
        assertNotEquals(0, run(fixture.sh("echo b > /proc/sysrq-trigger")).exit());
        assertNotEquals(0, run(fixture.sh("mkdir /sys/fs/cgroup/x || touch /sys/x")).exit());
    }

    @Test
    void makesAUsualDev() throws Exception {
        String names =
                "fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero";
        assertEquals(names.replace(' ', '\n') + "\n", sh("ls /dev | grep -v core"));
        assertEquals("/proc/self/fd\n", sh("readlink /dev/fd"));
        sh("test -c /dev/ptmx && echo x > /dev/shm/y && test -w /dev/null");
    }

    @Test
    void limitsSharedMemory() throws Exception {
        SandboxSpec spec = fixture.sh("dd if=/dev/zero of=/dev/shm/x bs=4096 count=300");
        assertEquals(0, run(spec).exit());
        assertNotEquals(0, run(spec.withShmBytes(1 << 20)).exit());
    }

    @Test
    void appliesResourceLimits() throws Exception {
        SandboxSpec spec =
                fixture.sh("ulimit -Sn; ulimit -Hn")
                        .withUlimits(List.of(Ulimit.parse("nofile=100:200")));
        assertEquals("100\n200\n", run(spec).ok());
    }

    @Test
    void writesHostsAndLeavesNothingBehind() throws Exception {
        SandboxSpec spec =
                fixture.sh("cat /etc/hosts; test -f /etc/resolv.conf")
                        .withExtraHosts(List.of("db:10.1.2.3", "six=[::2]"));
        String hosts = run(spec).ok();
        assertTrue(hosts.contains("10.1.2.3\tdb\n"), hosts);
        assertTrue(hosts.contains("::2\tsix\n"), hosts);
        assertTrue(hosts.contains("127.0.0.1\tlocalhost\n"), hosts);
        assertFalse(Files.exists(fixture.rootfs().resolve("etc/hosts")));
        assertFalse(Files.exists(fixture.rootfs().resolve("etc/resolv.conf")));
        assertFalse(Files.exists(fixture.rootfs().resolve("proc")));
    }

    @Test
    void showsSecretsInMemoryOnly() throws Exception {
        byte[] secret = "hunter2".getBytes(StandardCharsets.UTF_8);
        FileTime etc = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(fixture.rootfs().resolve("etc"), etc);
        SandboxSpec spec =
                fixture.sh(
                                "cat /run/secrets/token /etc/pass; stat -c %a /run/secrets/token;"
                                        + " echo x > /etc/pass")
                        .withMounts(
                                List.of(
                                        new SandboxMount.File(
                                                secret, "/run/secrets/token", 0400, 0, 0),
                                        new SandboxMount.File(secret, "/etc/pass", 0644, 0, 0)));
        SandboxResult result = run(spec);
        assertEquals("hunter2hunter2400\n", result.out());
        assertNotEquals(0, result.exit());
        assertFalse(Files.exists(fixture.rootfs().resolve("run")));
        assertFalse(Files.exists(fixture.rootfs().resolve("etc/pass")));
        assertEquals(etc, Files.getLastModifiedTime(fixture.rootfs().resolve("etc")));
    }

    @Test
    void runsAScriptThatIsMounted() throws Exception {
        byte[] script = "#!/bin/sh\necho ran $1\n".getBytes(StandardCharsets.UTF_8);
        SandboxSpec spec =
                fixture.spec("/dev/pipes/EOF", "it")
                        .withMounts(
                                List.of(
                                        new SandboxMount.File(
                                                script, "/dev/pipes/EOF", 0755, 0, 0)));
        assertEquals("ran it\n", run(spec).ok());
    }

    @Test
    void keepsMountPointsThatTheStepUsed() throws Exception {
        SandboxSpec spec =
                fixture.sh("touch /srv/here /srv/cache/there")
                        .withMounts(List.of(new SandboxMount.Tmpfs("/srv/cache", 0, 0755)));
        run(spec).ok();
        assertTrue(Files.exists(fixture.rootfs().resolve("srv/here")));
        assertFalse(Files.exists(fixture.rootfs().resolve("srv/cache")));
    }

    @Test
    void bindsDirectoriesAndFiles() throws Exception {
        Path source = fixture.directory("source");
        Files.writeString(source.resolve("file"), "content");
        open(source);
        SandboxSpec spec =
                fixture.sh("cat /in/file /one; echo new > /in/new; echo x > /ro/x")
                        .withMounts(
                                List.of(
                                        new SandboxMount.Bind(source.toString(), "/in", false),
                                        new SandboxMount.Bind(source.toString(), "/ro", true),
                                        new SandboxMount.Bind(
                                                source.resolve("file").toString(), "/one", true)));
        SandboxResult result = run(spec);
        assertEquals("contentcontent", result.out());
        assertNotEquals(0, result.exit());
        assertEquals("new\n", Files.readString(source.resolve("new")));
        assertFalse(Files.exists(source.resolve("x")));
        assertFalse(Files.exists(fixture.rootfs().resolve("one")));
    }

    /** Makes a directory writable for whoever the step is on the host. */
    static void open(Path directory) {
        assertTrue(directory.toFile().setWritable(true, false));
    }

    @Test
    void limitsTheSizeOfTmpfs() throws Exception {
        SandboxSpec spec =
                fixture.sh("stat -c %a /t; dd if=/dev/zero of=/t/x bs=4096 count=300")
                        .withMounts(List.of(new SandboxMount.Tmpfs("/t", 1 << 20, 01777)));
        SandboxResult result = run(spec);
        assertEquals("1777\n", result.out());
        assertTrue(result.err().contains("No space left"), result.err());
    }

    @Test
    void mountsInsideEarlierMounts() throws Exception {
        byte[] content = "inner".getBytes(StandardCharsets.UTF_8);
        SandboxSpec spec =
                fixture.sh("cat /a/b/c /dev/extra")
                        .withMounts(
                                List.of(
                                        new SandboxMount.Tmpfs("/a", 0, 0755),
                                        new SandboxMount.File(content, "/a/b/c", 0444, 0, 0),
                                        new SandboxMount.File(content, "/dev/extra", 0444, 0, 0)));
        assertEquals("innerinner", run(spec).ok());
        assertFalse(Files.exists(fixture.rootfs().resolve("a")));
    }

    @Test
    void letsNoLinkOfAnImageLeadAMountOut() throws Exception {
        Path outside = fixture.directory("outside");
        Files.createSymbolicLink(fixture.rootfs().resolve("out"), outside);
        SandboxSpec spec =
                fixture.sh("cat " + outside + "/new/secret")
                        .withMounts(
                                List.of(
                                        new SandboxMount.File(
                                                "s".getBytes(StandardCharsets.UTF_8),
                                                "/out/new/secret",
                                                0444,
                                                0,
                                                0)));
        assertEquals("s", run(spec).ok());
        assertFalse(Files.exists(outside.resolve("new"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void letsNoLinkInASourceLeadOut() throws Exception {
        Path stage = fixture.directory("stage");
        Files.createSymbolicLink(stage.resolve("evil"), Path.of("/etc"));
        SandboxSpec spec =
                fixture.sh("ls /m")
                        .withMounts(
                                List.of(
                                        new SandboxMount.Bind(
                                                stage.toString(), "evil", "/m", true)));
        assertThrows(IOException.class, () -> run(spec));
        Files.createDirectories(stage.resolve("etc/inner"));
        assertEquals("inner\n", run(spec).ok());
    }

    @Test
    void entersTheWorkingDirectory() throws Exception {
        assertEquals("/etc\n", run(fixture.sh("pwd").withCwd("/etc")).ok());
        IOException missing =
                assertThrows(IOException.class, () -> run(fixture.sh("pwd").withCwd("/nope")));
        assertTrue(missing.getMessage().contains("entering directory /nope"), missing::getMessage);
    }
}
