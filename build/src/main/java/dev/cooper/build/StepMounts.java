package dev.cooper.build;

import dev.cooper.linux.Directory;
import dev.cooper.linux.SandboxMount;
import dev.cooper.store.Mounted;
import dev.cooper.store.Snapshots;
import dev.cooper.store.Work;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes what the {@code --mount} flags of a step ask for, and takes it away again. */
final class StepMounts {
    private final Snapshots snapshots;
    private final CacheMounts caches;
    private final Secrets secrets;
    private final SshAgents agents;

    StepMounts(Snapshots snapshots, CacheMounts caches, Secrets secrets, SshAgents agents) {
        this.snapshots = snapshots;
        this.caches = caches;
        this.secrets = secrets;
        this.agents = agents;
    }

    /** What a step gets; closing it lets everything go, the latest first. */
    static final class Prepared implements AutoCloseable {
        private final List<SandboxMount> mounts = new ArrayList<>();
        private final Map<String, String> secretEnvironment = new LinkedHashMap<>();
        private final Deque<AutoCloseable> held = new ArrayDeque<>();

        List<SandboxMount> mounts() {
            return mounts;
        }

        Map<String, String> secretEnvironment() {
            return secretEnvironment;
        }

        private <T extends AutoCloseable> T hold(T resource) {
            held.push(resource);
            return resource;
        }

        @Override
        public void close() throws IOException {
            IOException failure = null;
            while (!held.isEmpty()) {
                try {
                    held.pop().close();
                } catch (IOException e) {
                    failure = e;
                } catch (Exception e) {
                    failure = new IOException(e);
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** Prepares the mounts of a step; the vertices they read are solved. */
    Prepared prepare(Vertex.Run vertex, Solver solver) throws IOException, InterruptedException {
        Prepared prepared = new Prepared();
        try {
            for (RunStep.Mount mount : vertex.step().mounts()) {
                switch (mount) {
                    case RunStep.Mount.Bind bind -> bind(bind, prepared, solver);
                    case RunStep.Mount.Cache cache -> cache(cache, prepared, solver);
                    case RunStep.Mount.Tmpfs tmpfs ->
                            prepared.mounts.add(
                                    new SandboxMount.Tmpfs(tmpfs.target(), tmpfs.size(), 01777));
                    case RunStep.Mount.Secret secret -> secret(secret, vertex, prepared);
                    case RunStep.Mount.Ssh ssh -> ssh(ssh, vertex, prepared);
                }
            }
            return prepared;
        } catch (IOException | InterruptedException | RuntimeException e) {
            try {
                prepared.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private void bind(RunStep.Mount.Bind bind, Prepared prepared, Solver solver)
            throws IOException, InterruptedException {
        Work scratch = bind.writable() ? prepared.hold(snapshots.prepare()) : null;
        Mounted view = prepared.hold(snapshots.mount(solver.chain(bind.from()), scratch));
        prepared.mounts.add(
                new SandboxMount.Bind(view.root(), bind.source(), bind.target(), !bind.writable()));
    }

    private void cache(RunStep.Mount.Cache cache, Prepared prepared, Solver solver)
            throws IOException, InterruptedException {
        CacheMounts.Use use =
                prepared.hold(
                        caches.use(
                                cache.id(),
                                cache.sharing(),
                                path -> fill(cache, path.toString(), solver)));
        String path = use.directory().toString();
        prepared.mounts.add(
                new SandboxMount.Bind(
                        path,
                        cache.from().isPresent() ? "/" : cache.source(),
                        cache.target(),
                        cache.readOnly()));
    }

    private void fill(RunStep.Mount.Cache cache, String path, Solver solver)
            throws IOException, InterruptedException {
        try (Directory directory = Directory.open(path)) {
            Optional<Vertex> from = cache.from();
            if (from.isPresent()) {
                try (Mounted view = snapshots.mount(solver.chain(from.get()), null);
                        Directory root = Directory.open(view.root());
                        Directory source = root.resolve(cache.source())) {
                    TreeCopy.copy(source, directory);
                }
            } else {
                WorkingDirectory.make(directory, cache.source(), cache.uid(), cache.gid());
            }
            if (cache.uid() != 0 || cache.gid() != 0) {
                directory.chown(".", cache.uid(), cache.gid());
            }
            directory.chmod(".", cache.mode());
        }
    }

    private void secret(RunStep.Mount.Secret secret, Vertex.Run vertex, Prepared prepared)
            throws IOException {
        Optional<byte[]> value = secrets.value(secret.id());
        if (value.isEmpty()) {
            if (secret.required()) {
                throw failure(
                        vertex,
                        "secret "
                                + secret.id()
                                + " is required by this step and was not given; pass --secret id="
                                + secret.id()
                                + ",src=FILE");
            }
            return;
        }
        if (!secret.target().isEmpty()) {
            prepared.mounts.add(
                    new SandboxMount.File(
                            value.get(),
                            secret.target(),
                            secret.mode(),
                            secret.uid(),
                            secret.gid()));
        }
        secret.env()
                .ifPresent(name ->
                        prepared.secretEnvironment.put(
                                name,
                                new String(value.get(), java.nio.charset.StandardCharsets.UTF_8)));
    }

    private void ssh(RunStep.Mount.Ssh ssh, Vertex.Run vertex, Prepared prepared)
            throws IOException {
        if (!agents.has(ssh.id())) {
            if (ssh.required()) {
                throw failure(
                        vertex,
                        "SSH agent "
                                + ssh.id()
                                + " is required by this step and was not given; pass --ssh "
                                + ssh.id());
            }
            return;
        }
        SshAgents.Socket socket =
                prepared.hold(agents.open(ssh.id(), ssh.mode(), ssh.uid(), ssh.gid()));
        prepared.mounts.add(new SandboxMount.Bind(socket.path().toString(), ssh.target(), false));
        prepared.secretEnvironment.putIfAbsent("SSH_AUTH_SOCK", ssh.target());
    }

    private static IOException failure(Vertex vertex, String message) {
        return vertex.label()
                .origin()
                .map(origin -> new IOException(origin.error(message).sentence()))
                .orElseGet(() -> new IOException(message));
    }
}
