package dev.cooper.linux;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Writes the calls for the mounts that a step asked for. */
final class SandboxStepMounts {
    private static final long SAFE = MountCalls.NO_SUID | MountCalls.NO_DEV;
    private static final int REGULAR_FILE = 0100000;

    private final StageProgram program;
    private final MountCalls mounts;
    private final SandboxSpec spec;
    private final List<Integer> sources = new ArrayList<>();
    private final List<Boolean> directories = new ArrayList<>();

    SandboxStepMounts(StageProgram program, MountCalls mounts, SandboxSpec spec)
            throws IOException {
        this.program = program;
        this.mounts = mounts;
        this.spec = spec;
        for (SandboxMount mount : spec.mounts()) {
            directories.add(isDirectory(mount));
        }
    }

    /** Opens the sources on the host. */
    void open() {
        for (SandboxMount mount : spec.mounts()) {
            sources.add(
                    switch (mount) {
                        case SandboxMount.Bind bind -> mounts.source(bind.root(), bind.source());
                        case SandboxMount.Tmpfs tmpfs -> -1;
                        case SandboxMount.File file -> -1;
                    });
        }
    }

    void write() {
        for (int i = 0; i < spec.mounts().size(); i++) {
            SandboxMount mount = spec.mounts().get(i);
            String target = clean(mount.target());
            if (i > 0 || target.startsWith("/dev/") || target.startsWith("/sys/")) {
                makeMountPoint(target, directories.get(i));
            }
            switch (mount) {
                case SandboxMount.Bind bind -> bind(bind, sources.get(i), target);
                case SandboxMount.Tmpfs tmpfs ->
                        mounts.memory(
                                target,
                                SAFE,
                                "mode="
                                        + Integer.toOctalString(tmpfs.mode())
                                        + (tmpfs.sizeBytes() > 0
                                                ? ",size=" + tmpfs.sizeBytes()
                                                : ""));
                case SandboxMount.File file -> file(file, target);
            }
        }
    }

    /** Makes a mount point inside an earlier mount; elsewhere {@link MountPoints} has made it. */
    private void makeMountPoint(String target, boolean directory) {
        String doing = "making mount point " + target;
        for (int slash = target.indexOf('/', 1);
                slash > 0;
                slash = target.indexOf('/', slash + 1)) {
            long parent = program.string(target.substring(0, slash));
            program.call(StageCall.MKDIRAT, doing, Open.CWD, parent, 0755).ignore();
        }
        long path = program.string(target);
        if (directory) {
            program.call(StageCall.MKDIRAT, doing, Open.CWD, path, 0755).ignore();
        } else {
            program.call(StageCall.MKNODAT, doing, Open.CWD, path, REGULAR_FILE | 0644, 0).ignore();
        }
    }

    private void bind(SandboxMount.Bind bind, int source, String target) {
        long flags =
                (spec.insecure() ? 0 : MountCalls.NO_DEV)
                        | (bind.readOnly() ? MountCalls.READ_ONLY : 0);
        program.attempt(
                () -> {
                    mounts.restrictSource(source, flags, target);
                    mounts.place(source, target);
                },
                () -> { // before Linux 5.12
                    mounts.place(source, target);
                    mounts.restrict(target, flags);
                });
    }

    private void file(SandboxMount.File file, String target) {
        String name = "the file for " + target;
        String scratch =
                mounts.scratchFile(name, file.content(), file.mode(), file.uid(), file.gid());
        mounts.call("mounting " + target, scratch, target, null, MountCalls.BIND, null);
        mounts.restrict(target, SAFE | MountCalls.READ_ONLY);
    }

    /** Returns the paths in the root file system that have to be there, in order. */
    static List<MountPoints.Wanted> mountPoints(SandboxSpec spec) throws IOException {
        List<MountPoints.Wanted> wanted = new ArrayList<>();
        List<String> covered = new ArrayList<>();
        for (String directory : List.of("/proc", "/sys", "/dev")) {
            wanted.add(new MountPoints.Wanted(directory, true));
            covered.add(directory);
        }
        wanted.add(new MountPoints.Wanted("/etc/hosts", false));
        wanted.add(new MountPoints.Wanted("/etc/resolv.conf", false));
        for (SandboxMount mount : spec.mounts()) {
            String target = clean(mount.target());
            if (target.equals("/") || target.equals("/proc") || target.startsWith("/proc/")) {
                throw new dev.cooper.oci.SyntaxException(
                        "mount target \""
                                + mount.target()
                                + "\": a step cannot mount over / or /proc");
            }
            if (covered.stream().noneMatch(above -> target.startsWith(above + "/"))) {
                wanted.add(new MountPoints.Wanted(target, isDirectory(mount)));
            }
            covered.add(target);
        }
        return wanted;
    }

    private static boolean isDirectory(SandboxMount mount) throws IOException {
        return switch (mount) {
            case SandboxMount.Bind bind -> MountPoints.isDirectory(bind.root(), bind.source());
            case SandboxMount.Tmpfs tmpfs -> true;
            case SandboxMount.File file -> false;
        };
    }

    /** Returns a path without empty, "." and ".." components. */
    static String clean(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
