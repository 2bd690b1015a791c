package dev.cooper.build;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.SnapshotId;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What goes into the cache keys of vertices.
 *
 * <p>The definition of a vertex names its inputs by their definitions; only files of the build
 * context and fetched ones count by content, which is cheap to know. The canonical form names the
 * root by what it came to and files from stages by content, so it needs the inputs solved.
 */
final class Keys {
    private final CopyInputs files;
    private final ImageRoots images;
    private final BuildRequest request;
    private final IdentityHashMap<Vertex, KeyInputs> definitions = new IdentityHashMap<>();

    Keys(CopyInputs files, ImageRoots images, BuildRequest request) {
        this.files = files;
        this.images = images;
        this.request = request;
    }

    /** The definition of a vertex; fetches what ADD takes from the network. */
    KeyInputs definition(Vertex vertex) throws IOException, InterruptedException {
        synchronized (definitions) {
            KeyInputs known = definitions.get(vertex);
            if (known != null) {
                return known;
            }
        }
        KeyInputs made;
        try {
            made = inputs(vertex, new ByDefinition());
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException | SyntaxException e) {
            // Here, because the definition of a vertex asks for those of all that it builds on.
            throw LocatedException.at(vertex.label(), e);
        }
        synchronized (definitions) {
            definitions.put(vertex, made);
        }
        return made;
    }

    /** The canonical form of a vertex whose inputs are solved. */
    KeyInputs canonical(Vertex vertex, Solver solver) throws IOException, InterruptedException {
        return inputs(vertex, new ByContent(solver));
    }

    /** Unpacks the layers of an image. */
    List<SnapshotId> unpack(Vertex.Image image) throws IOException, InterruptedException {
        return images.unpack(image);
    }

    /** How an input of a vertex enters the key. */
    private interface Naming {
        String root(Vertex vertex) throws IOException, InterruptedException;

        void copied(KeyInputs key, CopyStep step, Vertex from)
                throws IOException, InterruptedException;

        String mounted(Vertex from, String source) throws IOException, InterruptedException;
    }

    private final class ByDefinition implements Naming {
        @Override
        public String root(Vertex vertex) throws IOException, InterruptedException {
            return definition(vertex).digest().toString();
        }

        @Override
        public void copied(KeyInputs key, CopyStep step, Vertex from)
                throws IOException, InterruptedException {
            key.with("from", root(from));
            key.with("paths", String.join("\0", step.paths()));
            key.with("excludes", String.join("\0", step.excludes()));
        }

        @Override
        public String mounted(Vertex from, String source) throws IOException, InterruptedException {
            return root(from) + " " + source;
        }
    }

    private final class ByContent implements Naming {
        private final Solver solver;

        ByContent(Solver solver) {
            this.solver = solver;
        }

        @Override
        public String root(Vertex vertex) throws IOException, InterruptedException {
            return solver.solve(vertex).key().toString();
        }

        @Override
        public void copied(KeyInputs key, CopyStep step, Vertex from)
                throws IOException, InterruptedException {
            files.ofRoot(step, solver.chain(from)).addTo(key, "content");
        }

        @Override
        public String mounted(Vertex from, String source) throws IOException, InterruptedException {
            if (from instanceof Vertex.Copy copy && copy.root() instanceof Vertex.Scratch) {
                return root(from); // mounted from the context: already by content
            }
            return files.treeDigest(solver.chain(from), source).toString();
        }
    }

    private KeyInputs inputs(Vertex vertex, Naming naming)
            throws IOException, InterruptedException {
        return switch (vertex) {
            case Vertex.Scratch _ -> new KeyInputs().with("op", "scratch");
            case Vertex.Image image -> image(image);
            case Vertex.Merge merge ->
                    new KeyInputs()
                            .with("op", "merge")
                            .with("root", naming.root(merge.root()))
                            .with("link", naming.root(merge.link()));
            case Vertex.Workdir workdir ->
                    new KeyInputs()
                            .with("op", "workdir")
                            .with("root", naming.root(workdir.root()))
                            .with("path", workdir.path())
                            .with("user", workdir.user())
                            .with("epoch", request.sourceDateEpoch().toString());
            case Vertex.Copy copy -> copy(copy, naming);
            case Vertex.Run run -> run(run, naming);
        };
    }

    private static KeyInputs image(Vertex.Image image) {
        StringBuilder layers = new StringBuilder();
        image.config().diffIds().forEach(diffId -> layers.append(diffId).append('\n'));
        return new KeyInputs()
                .with("op", "image")
                .with("platform", image.config().platform().toString())
                .with("layers", digest(layers.toString()));
    }

    private KeyInputs copy(Vertex.Copy copy, Naming naming)
            throws IOException, InterruptedException {
        CopyStep step = copy.step();
        KeyInputs key =
                new KeyInputs()
                        .with("op", step.add() ? "add" : "copy")
                        .with("root", naming.root(copy.root()))
                        .with("destination", step.destination())
                        .with("--chown", step.chown().orElse(""))
                        .with("--chmod", step.chmod().orElse(""))
                        .with("--parents", Boolean.toString(step.parents()))
                        .with("--unpack", step.unpack().map(Object::toString).orElse(""))
                        .with("epoch", step.epoch().toString());
        step.inline().forEach((name, text) -> key.with("heredoc " + name, digest(text)));
        if (!step.urls().isEmpty()) {
            files.ofUrls(step).addTo(key, "content of URLs");
        }
        if (!step.paths().isEmpty()) {
            switch (step.from()) {
                case CopyStep.From.Context _ -> files.ofContext(step).addTo(key, "content");
                case CopyStep.From.Root root -> naming.copied(key, step, root.vertex());
            }
        }
        return key;
    }

    private KeyInputs run(Vertex.Run run, Naming naming) throws IOException, InterruptedException {
        RunStep step = run.step();
        KeyInputs key =
                new KeyInputs()
                        .with("op", "run")
                        .with("root", naming.root(run.root()))
                        .with("command", String.join("\0", step.argv()));
        for (String pair : step.env()) {
            int equals = pair.indexOf('=');
            key.with("variable " + pair.substring(0, equals), pair.substring(equals + 1));
        }
        key.with("working directory", step.workingDirectory())
                .with("user", step.user())
                .with("network", network(step))
                .with("security", step.insecure() ? "insecure" : "sandbox");
        step.script().ifPresent(script -> key.with("script", digest(script.body())));
        int number = 0;
        for (RunStep.Mount mount : step.mounts()) {
            number++;
            mount(key, "mount " + number + " at " + mount.target(), mount, naming);
        }
        return key;
    }

    /** A build-wide network of none decides what a command can see; the others are the same. */
    private String network(RunStep step) {
        boolean none =
                step.network() == RunStep.Network.NONE
                        || (step.network() == RunStep.Network.DEFAULT
                                && request.run().network().equals("none"));
        return none ? "none" : "host";
    }

    private static void mount(KeyInputs key, String name, RunStep.Mount mount, Naming naming)
            throws IOException, InterruptedException {
        switch (mount) {
            case RunStep.Mount.Bind bind ->
                    key.with(name, naming.mounted(bind.from(), bind.source()))
                            .with(name + " writable", Boolean.toString(bind.writable()));
            case RunStep.Mount.Cache cache -> {
                key.with(name, "cache " + cache.id() + " " + cache.readOnly());
                Optional<Vertex> from = cache.from();
                if (from.isPresent()) {
                    key.with(name + " from", naming.root(from.get()) + " " + cache.source());
                }
            }
            case RunStep.Mount.Tmpfs tmpfs -> key.with(name, "tmpfs " + tmpfs.size());
            // A secret's value is no input: it must not be told from a key, nor rebuild anything.
            case RunStep.Mount.Secret secret ->
                    key.with(name, "secret " + secret.id() + " " + secret.env().orElse(""));
            case RunStep.Mount.Ssh ssh -> key.with(name, "ssh " + ssh.id());
        }
    }

    private static String digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
