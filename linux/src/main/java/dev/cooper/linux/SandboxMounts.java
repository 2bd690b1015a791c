package dev.cooper.linux;

import java.io.IOException;
import java.util.List;

/**
 * Writes the calls that build the step's view of the file system. Sources on the host are opened
 * first; then the root is changed, and from there on every path is resolved by the kernel inside
 * the step's own root, so no symbolic link of an image can lead out of it.
 */
final class SandboxMounts {
    private final StageProgram program;
    private final SandboxSpec spec;
    private final NetworkFiles network;
    private final MountCalls mounts;
    private final SandboxDevices devices;
    private final SandboxKernelFiles kernelFiles;
    private final SandboxStepMounts stepMounts;

    SandboxMounts(StageProgram program, SandboxSpec spec, NetworkFiles network) throws IOException {
        this.program = program;
        this.spec = spec;
        this.network = network;
        this.mounts = new MountCalls(program);
        this.devices = new SandboxDevices(program, mounts, spec);
        this.kernelFiles = new SandboxKernelFiles(mounts, spec);
        this.stepMounts = new SandboxStepMounts(program, mounts, spec);
    }

    void write() {
        makePrivate();
        openSources();
        enterRoot();
        mounts.memory("/proc", MountCalls.NO_SUID | MountCalls.NO_DEV, "mode=0700");
        devices.write();
        kernelFiles.system();
        bind(network.hosts(), "hosts", "/etc/hosts");
        bind(network.resolver(), "resolv.conf", "/etc/resolv.conf");
        stepMounts.write();
        program.call(StageCall.UMOUNT2, "removing the scratch space", program.string("/proc"), 2);
        kernelFiles.processes();
    }

    /** Keeps what is mounted from now on to this mount namespace. */
    void makePrivate() {
        mounts.call(
                "making mounts private",
                null,
                "/",
                null,
                MountCalls.PRIVATE | MountCalls.ALL,
                null);
    }

    private void openSources() {
        kernelFiles.open();
        devices.open();
        stepMounts.open();
    }

    private void bind(byte[] content, String name, String target) {
        String file = mounts.scratchFile(name, content, 0644, 0, 0);
        mounts.call("mounting " + target, file, target, null, MountCalls.BIND, null);
    }

    private void enterRoot() {
        String root = spec.rootfs();
        mounts.call("mounting " + root, root, root, null, MountCalls.BIND | MountCalls.ALL, null);
        program.call(StageCall.CHDIR, "entering " + root, program.string(root));
        if (!spec.insecure()) {
            // There is no device cgroup: device nodes that a step makes must not be of use.
            mounts.restrict(".", MountCalls.NO_DEV);
        }
        long here = program.string(".");
        program.attempt(
                () -> {
                    program.call(StageCall.PIVOT_ROOT, "changing the root", here, here);
                    program.call(StageCall.UMOUNT2, "leaving the old root", here, 2);
                },
                () -> { // the first file system of a machine cannot be pivoted away
                    mounts.call("moving the root", ".", "/", null, MountCalls.MOVE, null);
                    program.call(StageCall.CHROOT, "changing the root", here);
                });
        program.call(StageCall.CHDIR, "entering the root", program.string("/"));
    }

    /** Changes the root without mounting anything. */
    void changeRoot() {
        String root = spec.rootfs();
        program.call(StageCall.CHROOT, "changing the root", program.string(root));
        program.call(StageCall.CHDIR, "entering the root", program.string("/"));
    }

    /** Returns the paths that have to be there before the sandbox starts, in order. */
    static List<MountPoints.Wanted> mountPoints(SandboxSpec spec) throws IOException {
        return SandboxStepMounts.mountPoints(spec);
    }
}
