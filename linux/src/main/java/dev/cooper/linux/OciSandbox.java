package dev.cooper.linux;

import dev.cooper.oci.Json;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs steps with runc or crun, set up like Cooper's own sandbox. */
final class OciSandbox implements Sandbox {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final SandboxHost host = SandboxHost.here();
    private final OciRuntime runtime;

    OciSandbox(OciRuntime runtime) {
        this.runtime = runtime;
    }

    /** Returns why a runtime does not work here; empty when it does. */
    Optional<String> obstacle() throws IOException, InterruptedException {
        Path rootfs = Files.createTempDirectory("cooper-probe-");
        try {
            SandboxSpec spec = SandboxSpec.of(rootfs.toString(), java.util.List.of("/nonexistent"));
            run(spec, OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } finally {
            Files.deleteIfExists(rootfs);
        }
    }

    @Override
    public Isolation isolation() {
        return Isolation.OCI;
    }

    @Override
    public int run(SandboxSpec wanted, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        SandboxSpec spec = host.singleUser() ? SingleUser.adapt(wanted) : wanted;
        String id = "cooper-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet();
        MountPoints points = MountPoints.make(spec.rootfs(), SandboxMounts.mountPoints(spec));
        try (OciBundle bundle = OciBundle.create(id)) {
            requireDirectory(spec);
            bundle.write("config.json", Json.write(config(spec, bundle, id)), 0600, 0, 0);
            OciRuntime.Result result = runtime.run(id, bundle.path(), out, err);
            return verdict(spec, result, err);
        } finally {
            points.remove();
        }
    }

    /** Runtimes would make the directory, and leave it in the image. */
    private static void requireDirectory(SandboxSpec spec) throws IOException {
        try (Directory root = Directory.open(spec.rootfs());
                Directory cwd = root.resolve(spec.cwd())) {
            cwd.stat(".");
        } catch (ErrnoException e) {
            throw new ErrnoException("entering directory", spec.cwd(), e.errno());
        }
    }

    private Object config(SandboxSpec spec, OciBundle bundle, String id) throws IOException {
        String cgroup =
                "/" + spec.cgroupParent().orElse("cooper").replaceFirst("^/+", "") + "/" + id;
        OciConfig config = new OciConfig(spec, host, cgroup);
        NetworkFiles network = NetworkFiles.of(spec);
        config.standardMounts();
        config.bind(bundle.write("hosts", network.hosts(), 0644, 0, 0), "/etc/hosts", false);
        config.bind(
                bundle.write("resolv.conf", network.resolver(), 0644, 0, 0),
                "/etc/resolv.conf",
                false);
        int files = 0;
        for (SandboxMount mount : spec.mounts()) {
            switch (mount) {
                case SandboxMount.Bind bind ->
                        config.bind(OciBundle.realPath(bind), bind.target(), bind.readOnly());
                case SandboxMount.Tmpfs tmpfs -> config.tmpfs(tmpfs);
                case SandboxMount.File file -> {
                    String path =
                            bundle.write(
                                    "file" + files++,
                                    file.content(),
                                    file.mode(),
                                    file.uid(),
                                    file.gid());
                    config.bind(path, file.target(), true);
                }
            }
        }
        return config.document();
    }

    private static int verdict(SandboxSpec spec, OciRuntime.Result result, OutputStream err)
            throws IOException {
        String trouble = result.trouble();
        String program = spec.argv().getFirst();
        if (trouble.isEmpty()) {
            return result.exit();
        }
        if (trouble.contains("executable file not found")
                || (trouble.contains("exec: \"" + program)
                        && trouble.contains("no such file or directory"))) {
            return SandboxVerdict.notFound(spec, err);
        }
        if (trouble.contains("exec: \"" + program)) {
            return SandboxVerdict.cannotRun(spec, err, trouble);
        }
        throw new IOException("running " + program + " with an OCI runtime: " + trouble);
    }

    /** Reads a stream to its end into another one, flushing each chunk. */
    static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            out.flush();
        }
    }
}
