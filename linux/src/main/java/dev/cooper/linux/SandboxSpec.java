package dev.cooper.linux;

import java.util.List;
import java.util.Optional;

/**
 * One step to run in a sandbox.
 *
 * @param rootfs absolute path on the host of the file system that becomes "/"
 * @param argv program and arguments; a program without a slash is searched in PATH inside the
 *     sandbox
 * @param env the whole environment, {@code NAME=value} each; HOME is added from {@code user} when
 *     absent
 * @param cwd absolute working directory inside the sandbox; it must exist
 * @param user who the step runs as
 * @param hostname what the step sees as host name
 * @param mounts the step's own mounts in order, beyond /proc, /sys, /dev and the files of the
 *     network
 * @param network what the step sees of the network
 * @param insecure all capabilities and devices, no system call filter (RUN --security=insecure)
 * @param extraHosts lines for /etc/hosts, {@code name:address} or {@code name=address}
 * @param shmBytes size of /dev/shm in bytes
 * @param ulimits resource limits
 * @param memoryBytes limit of memory in bytes; 0 for none
 * @param cgroupParent cgroup below which the step is put; empty for Cooper's own
 */
public record SandboxSpec(
        String rootfs,
        List<String> argv,
        List<String> env,
        String cwd,
        SandboxUser user,
        String hostname,
        List<SandboxMount> mounts,
        SandboxNetwork network,
        boolean insecure,
        List<String> extraHosts,
        long shmBytes,
        List<Ulimit> ulimits,
        long memoryBytes,
        Optional<String> cgroupParent) {
    /** The host name BuildKit gives to a step. */
    public static final String HOSTNAME = "buildkitsandbox";

    /** Docker's default size of /dev/shm: 64 MiB. */
    public static final long SHM_BYTES = 64L << 20;

    public SandboxSpec {
        if (!rootfs.startsWith("/") || !cwd.startsWith("/")) {
            throw new IllegalArgumentException(
                    "sandbox: want absolute paths, got " + rootfs + " and " + cwd);
        }
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("sandbox: no program given");
        }
        argv = List.copyOf(argv);
        env = List.copyOf(env);
        mounts = List.copyOf(mounts);
        extraHosts = List.copyOf(extraHosts);
        ulimits = List.copyOf(ulimits);
    }

    /** A step of root in "/" with docker's defaults and an empty environment. */
    public static SandboxSpec of(String rootfs, List<String> argv) {
        return new SandboxSpec(
                rootfs,
                argv,
                List.of(),
                "/",
                SandboxUser.ROOT,
                HOSTNAME,
                List.of(),
                SandboxNetwork.DEFAULT,
                false,
                List.of(),
                SHM_BYTES,
                List.of(),
                0,
                Optional.empty());
    }

    /** Returns a copy with this environment. */
    public SandboxSpec withEnv(List<String> value) {
        return new SandboxSpec(
                rootfs,
                argv,
                value,
                cwd,
                user,
                hostname,
                mounts,
                network,
                insecure,
                extraHosts,
                shmBytes,
                ulimits,
                memoryBytes,
                cgroupParent);
    }

    /** Returns a copy with this working directory. */
    public SandboxSpec withCwd(String value) {
        return new SandboxSpec(
                rootfs,
                argv,
                env,
                value,
                user,
                hostname,
                mounts,
                network,
                insecure,
                extraHosts,
                shmBytes,
                ulimits,
                memoryBytes,
                cgroupParent);
    }

    /** Returns a copy with this user. */
    public SandboxSpec withUser(SandboxUser value) {
        return new SandboxSpec(
                rootfs,
                argv,
                env,
                cwd,
                value,
                hostname,
                mounts,
                network,
                insecure,
                extraHosts,
                shmBytes,
                ulimits,
                memoryBytes,
                cgroupParent);
    }

    /** Returns a copy with this host name. */
    public SandboxSpec withHostname(String value) {
        return new SandboxSpec(
                rootfs,
                argv,
                env,
                cwd,
                user,
                value,
                mounts,
                network,
                insecure,
                extraHosts,
                shmBytes,
                ulimits,
                memoryBytes,
                cgroupParent);
    }

    /** Returns a copy with these mounts. */
    public SandboxSpec withMounts(List<SandboxMount> value) {
        return new SandboxSpec(
                rootfs,
                argv,
                env,
                cwd,
                user,
                hostname,
                value,
                network,
                insecure,
                extraHosts,
                shmBytes,
                ulimits,
                memoryBytes,
                cgroupParent);
    }

    /** Returns a copy with this network. */
    public SandboxSpec withNetwork(SandboxNetwork value) {
        return new SandboxSpec(
                rootfs,
                argv,
                env,
                cwd,
                user,
                hostname,
                mounts,
                value,
                insecure,
                extraHosts,
                shmBytes,
                ulimits,
                memoryBytes,
                cgroupParent);
    }

    /** Returns a copy that runs with all capabilities when {@code value} is true. */
    public SandboxSpec withInsecure(boolean value) {
        return new SandboxSpec(
                rootfs,
                argv,
                env,
                cwd,
                user,
                hostname,
                mounts,
                network,
                value,
                extraHosts,
                shmBytes,
                ulimits,
                memoryBytes,
                cgroupParent);
    }

    /** Returns a copy with these lines for /etc/hosts. */
    public SandboxSpec withExtraHosts(List<String> value) {
        return new SandboxSpec(
                rootfs,
                argv,
                env,
                cwd,
                user,
                hostname,
                mounts,
                network,
                insecure,
                value,
                shmBytes,
                ulimits,
                memoryBytes,
                cgroupParent);
    }

    /** Returns a copy with this size of /dev/shm in bytes. */
    public SandboxSpec withShmBytes(long value) {
        return new SandboxSpec(
                rootfs,
                argv,
                env,
                cwd,
                user,
                hostname,
                mounts,
                network,
                insecure,
                extraHosts,
                value,
                ulimits,
                memoryBytes,
                cgroupParent);
    }

    /** Returns a copy with these resource limits. */
    public SandboxSpec withUlimits(List<Ulimit> value) {
        return new SandboxSpec(
                rootfs,
                argv,
                env,
                cwd,
                user,
                hostname,
                mounts,
                network,
                insecure,
                extraHosts,
                shmBytes,
                value,
                memoryBytes,
                cgroupParent);
    }

    /** Returns a copy with this limit of memory in bytes, in this cgroup. */
    public SandboxSpec withMemory(long bytes, Optional<String> parent) {
        return new SandboxSpec(
                rootfs,
                argv,
                env,
                cwd,
                user,
                hostname,
                mounts,
                network,
                insecure,
                extraHosts,
                shmBytes,
                ulimits,
                bytes,
                parent);
    }
}
