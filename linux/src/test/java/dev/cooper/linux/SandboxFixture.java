package dev.cooper.linux;

import dev.cooper.testkit.Peers;
import dev.cooper.testkit.ScratchDirectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A root file system of busybox, and ways to run something in it. */
final class SandboxFixture implements AutoCloseable {
    private static final List<String> APPLETS =
            List.of(
                    "sh",
                    "cat",
                    "ls",
                    "id",
                    "env",
                    "ps",
                    "mount",
                    "umount",
                    "mknod",
                    "dd",
                    "df",
                    "hostname",
                    "sleep",
                    "touch",
                    "mkdir",
                    "rm",
                    "chown",
                    "stat",
                    "unshare",
                    "wc",
                    "seq",
                    "grep",
                    "echo",
                    "true",
                    "readlink",
                    "ip",
                    "kill",
                    "setsid",
                    "yes",
                    "head",
                    "chmod",
                    "ln",
                    "pwd");

    private final ScratchDirectory scratch;

    private SandboxFixture(ScratchDirectory scratch) {
        this.scratch = scratch;
    }

    static SandboxFixture create() throws IOException {
        Path busybox = Peers.require("busybox");
        SandboxFixture fixture = new SandboxFixture(ScratchDirectory.create("sandbox"));
        Path bin = fixture.scratch.directory("rootfs/bin");
        Files.copy(busybox, bin.resolve("busybox"));
        for (String applet : APPLETS) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        for (String directory : List.of("etc", "tmp", "root")) {
            fixture.scratch.directory("rootfs/" + directory);
        }
        Files.writeString(
                fixture.rootfs().resolve("etc/passwd"),
                """
                root:x:0:0:root:/root:/bin/sh
                app:x:1000:1000::/home/app:/bin/sh
                """);
        Files.writeString(
                fixture.rootfs().resolve("etc/group"),
                """
                root:x:0:
                app:x:1000:
                audio:x:29:root,app
                video:x:44:app
                """);
        return fixture;
    }

    Path rootfs() {
        return scratch.resolve("rootfs");
    }

    /** A directory beside the root file system. */
    Path directory(String name) throws IOException {
        return scratch.directory(name);
    }

    Path path() {
        return scratch.path();
    }

    /** A step that runs a shell script as root. */
    SandboxSpec sh(String script) {
        return spec("/bin/sh", "-c", script).withEnv(List.of("PATH=/bin"));
    }

    SandboxSpec spec(String... argv) {
        return SandboxSpec.of(rootfs().toString(), List.of(argv));
    }

    @Override
    public void close() throws IOException {
        scratch.close();
    }
}
