package dev.cooper.linux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the config.json of a step for an OCI runtime: the same as Cooper's own sandbox does. */
final class OciConfig {
    private static final List<String> CAPABILITIES =
            List.of(
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "DAC_READ_SEARCH",
                    "FOWNER",
                    "FSETID",
                    "KILL",
                    "SETGID",
                    "SETUID",
                    "SETPCAP",
                    "LINUX_IMMUTABLE",
                    "NET_BIND_SERVICE",
                    "NET_BROADCAST",
                    "NET_ADMIN",
                    "NET_RAW",
                    "IPC_LOCK",
                    "IPC_OWNER",
                    "SYS_MODULE",
                    "SYS_RAWIO",
                    "SYS_CHROOT",
                    "SYS_PTRACE",
                    "SYS_PACCT",
                    "SYS_ADMIN",
                    "SYS_BOOT",
                    "SYS_NICE",
                    "SYS_RESOURCE",
                    "SYS_TIME",
                    "SYS_TTY_CONFIG",
                    "MKNOD",
                    "LEASE",
                    "AUDIT_WRITE",
                    "AUDIT_CONTROL",
                    "SETFCAP",
                    "MAC_OVERRIDE",
                    "MAC_ADMIN",
                    "SYSLOG",
                    "WAKE_ALARM",
                    "BLOCK_SUSPEND",
                    "AUDIT_READ",
                    "PERFMON",
                    "BPF",
                    "CHECKPOINT_RESTORE");

    private final SandboxSpec spec;
    private final SandboxHost host;
    private final String cgroup;
    private final List<Map<String, Object>> mounts = new ArrayList<>();

    OciConfig(SandboxSpec spec, SandboxHost host, String cgroup) {
        this.spec = spec;
        this.host = host;
        this.cgroup = cgroup;
    }

    /** Adds a bind mount of a host path. */
    void bind(String source, String target, boolean readOnly) {
        List<String> options = new ArrayList<>(List.of("rbind", readOnly ? "ro" : "rw"));
        if (!spec.insecure()) {
            options.add("nodev");
        }
        mount(target, "bind", source, options);
    }

    /** Adds the mounts that every step has. */
    void standardMounts() {
        List<String> careful = List.of("nosuid", "noexec", "nodev");
        mount("/proc", "proc", "proc", careful);
        mount("/dev", "tmpfs", "tmpfs", List.of("nosuid", "mode=755", "size=65536k"));
        List<String> terminals =
                new ArrayList<>(
                        List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"));
        if (!host.singleUser()) {
            terminals.add("gid=5");
        }
        mount("/dev/pts", "devpts", "devpts", terminals);
        mount("/dev/shm", "tmpfs", "shm", with(careful, "mode=1777", "size=" + spec.shmBytes()));
        mount("/dev/mqueue", "mqueue", "mqueue", careful);
        boolean ownNetwork = spec.network() == SandboxNetwork.NONE || !host.userNamespace();
        String writing = spec.insecure() ? "rw" : "ro";
        if (ownNetwork) {
            mount("/sys", "sysfs", "sysfs", with(careful, writing));
        } else {
            mount("/sys", "bind", "/sys", with(careful, "rbind", writing));
        }
    }

    /** Adds a file system in memory. */
    void tmpfs(SandboxMount.Tmpfs tmpfs) {
        List<String> options = new ArrayList<>(List.of("nosuid", "nodev"));
        options.add("mode=" + Integer.toOctalString(tmpfs.mode()));
        if (tmpfs.sizeBytes() > 0) {
            options.add("size=" + tmpfs.sizeBytes());
        }
        mount(tmpfs.target(), "tmpfs", "tmpfs", options);
    }

    private void mount(String target, String type, String source, List<String> options) {
        mounts.add(
                map(
                        "destination",
                        SandboxStepMounts.clean(target),
                        "type",
                        type,
                        "source",
                        source,
                        "options",
                        options));
    }

    private static List<String> with(List<String> list, String... more) {
        List<String> all = new ArrayList<>(list);
        all.addAll(List.of(more));
        return all;
    }

    /** Returns the whole document. */
    Map<String, Object> document() {
        return map(
                "ociVersion",
                "1.0.2",
                "process",
                process(),
                "root",
                map("path", spec.rootfs(), "readonly", false),
                "hostname",
                spec.hostname(),
                "mounts",
                mounts,
                "linux",
                linux());
    }

    private Map<String, Object> process() {
        List<String> env = new ArrayList<>(spec.env());
        if (env.stream().noneMatch(variable -> variable.startsWith("HOME="))) {
            env.add("HOME=" + spec.user().home());
        }
        if (env.stream().noneMatch(variable -> variable.startsWith("PATH="))) {
            env.add("PATH=" + ProgramSearch.DEFAULT_PATH); // or runtimes would find nothing
        }
        List<String> names = capabilities();
        Map<String, Object> process =
                map(
                        "terminal", false,
                        "user", user(),
                        "args", spec.argv(),
                        "env", env,
                        "cwd", spec.cwd(),
                        "noNewPrivileges", !spec.insecure(),
                        "capabilities",
                                map("bounding", names, "effective", names, "permitted", names));
        process.put(
                "rlimits",
                spec.ulimits().stream()
                        .map(limit ->
                                map(
                                        "type",
                                        "RLIMIT_" + limit.name().toUpperCase(java.util.Locale.ROOT),
                                        "soft",
                                        limit.soft() < 0 ? Long.MAX_VALUE : limit.soft(),
                                        "hard",
                                        limit.hard() < 0 ? Long.MAX_VALUE : limit.hard()))
                        .toList());
        return process;
    }

    private Map<String, Object> user() {
        if (host.singleUser()) {
            return map("uid", 0, "gid", 0, "umask", 0022);
        }
        SandboxUser user = spec.user();
        return map(
                "uid", user.uid(),
                "gid", user.gid(),
                "umask", 0022,
                "additionalGids", user.groups());
    }

    private List<String> capabilities() {
        List<String> names = new ArrayList<>();
        for (int number = 0; number < CAPABILITIES.size(); number++) {
            long bit = 1L << number;
            boolean wanted = spec.insecure() || (SandboxIdentity.CAPABILITIES & bit) != 0;
            if (wanted && (host.capabilities() & bit) != 0) {
                names.add("CAP_" + CAPABILITIES.get(number));
            }
        }
        return names;
    }

    private Map<String, Object> linux() {
        List<Map<String, Object>> namespaces = new ArrayList<>();
        for (String type : List.of("pid", "ipc", "uts", "mount")) {
            namespaces.add(map("type", type));
        }
        if (spec.network() == SandboxNetwork.NONE) {
            namespaces.add(map("type", "network"));
        }
        Map<String, Object> linux = map("namespaces", namespaces);
        if (!host.userNamespace() || spec.memoryBytes() > 0 || spec.cgroupParent().isPresent()) {
            linux.put("resources", resources());
            linux.put("cgroupsPath", cgroup);
        }
        if (!spec.insecure()) {
            linux.put("maskedPaths", SandboxKernelFiles.masked());
            linux.put("readonlyPaths", SandboxKernelFiles.READ_ONLY);
        }
        if (!spec.insecure() || host.singleUser()) {
            linux.put("seccomp", OciSeccomp.document(!spec.insecure(), host.singleUser()));
        }
        return linux;
    }

    private Map<String, Object> resources() {
        Map<String, Object> resources =
                map("devices", List.of(map("allow", spec.insecure(), "access", "rwm")));
        if (spec.memoryBytes() > 0) {
            resources.put("memory", map("limit", spec.memoryBytes()));
        }
        return resources;
    }

    /** Returns a map in the order of its arguments: key, value, key, value. */
    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
