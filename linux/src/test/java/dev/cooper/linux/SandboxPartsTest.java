package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The small parts of a sandbox that need no rights. */
final class SandboxPartsTest {
    @Test
    void searchesThePathAsDockerDoes() {
        List<String> env = List.of("A=b", "PATH=/one:relative::/two/");
        assertEquals(List.of("/one/sh", "/two/sh"), ProgramSearch.candidates("sh", env, "/w"));
        assertEquals(List.of("/bin/sh"), ProgramSearch.candidates("/bin/sh", env, "/w"));
        assertEquals(List.of("/w/./sh"), ProgramSearch.candidates("./sh", env, "/w"));
        assertEquals(6, ProgramSearch.candidates("sh", List.of(), "/").size());
    }

    @Test
    void cleansTargets() {
        assertEquals("/", SandboxStepMounts.clean("/"));
        assertEquals("/a/c", SandboxStepMounts.clean("//a/./b/../c/"));
        assertEquals("/a", SandboxStepMounts.clean("/../../a"));
    }

    @Test
    void refusesTargetsThatWouldHideTheSandboxItself() {
        for (String target : List.of("/", "/proc", "/proc/self", "/x/../proc/1")) {
            SandboxSpec spec =
                    SandboxSpec.of("/r", List.of("x"))
                            .withMounts(List.of(new SandboxMount.Tmpfs(target, 0, 0755)));
            assertThrows(SyntaxException.class, () -> SandboxMounts.mountPoints(spec), target);
        }
    }

    @Test
    void writesHosts() throws IOException {
        SandboxSpec spec = SandboxSpec.of("/r", List.of("x"));
        String hosts =
                hosts(spec.withExtraHosts(List.of("a:1.2.3.4", "b=::1", "c:[::2]", "d:::3")));
        assertTrue(hosts.contains("127.0.0.1\tbuildkitsandbox\n"), hosts);
        assertTrue(hosts.endsWith("1.2.3.4\ta\n::1\tb\n::2\tc\n::3\td\n"), hosts);
        for (String bad : List.of("name", ":1.2.3.4", "name:", "")) {
            assertThrows(
                    SyntaxException.class, () -> hosts(spec.withExtraHosts(List.of(bad))), bad);
        }
    }

    private static String hosts(SandboxSpec spec) throws IOException {
        return new String(NetworkFiles.of(spec).hosts(), StandardCharsets.UTF_8);
    }

    @Test
    void findsControlGroups() throws IOException {
        CgroupMounts mounts =
                CgroupMounts.parse(
                        List.of(
                                "25 1 0:22 / /sys/fs/cgroup rw - tmpfs tmpfs rw",
                                "31 25 0:27 / /cg/cpu rw,relatime shared:9 - cgroup cgroup"
                                        + " rw,cpu,cpuacct",
                                "35 25 0:31 / /cg/memory rw - cgroup cgroup rw,memory",
                                "40 25 0:36 / /nowhere/unified rw - cgroup2 cgroup2 rw"));
        assertEquals(Optional.empty(), mounts.unified());
        Map<String, Path> controllers = mounts.controllers();
        assertEquals(Path.of("/cg/memory"), controllers.get("memory"));
        assertEquals(Path.of("/cg/cpu"), controllers.get("cpuacct"));
    }

    @Test
    void keepsParentGroupsInsideTheTree() {
        Path root = Path.of("/sys/fs/cgroup");
        assertEquals(root.resolve("a/b"), CgroupMounts.inside(root, "/a/b"));
        for (String bad : List.of("", "/", "..", "a/../../b")) {
            assertThrows(SyntaxException.class, () -> CgroupMounts.inside(root, bad), bad);
        }
    }

    @Test
    void namesIsolationsAsTheFlagDoes() {
        for (Isolation isolation : Isolation.values()) {
            assertEquals(isolation, Isolation.parse(isolation.flag()));
        }
        SyntaxException unknown = assertThrows(SyntaxException.class, () -> Isolation.parse("vm"));
        assertEquals("isolation \"vm\": want namespaces, oci or chroot", unknown.getMessage());
    }

    @Test
    void refusesProgramsThatJumpNowhere() {
        StageProgram program = new StageProgram();
        program.call(StageCall.CLOSE, "x", 9).onError(new StageProgram.Label());
        assertThrows(IllegalStateException.class, program::elf);
        assertThrows(IllegalArgumentException.class, () -> program.string("a\0b"));
    }
}
