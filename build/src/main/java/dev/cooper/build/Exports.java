package dev.cooper.build;

import dev.cooper.archive.TarWriter;
import dev.cooper.linux.Directory;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.store.Copy;
import dev.cooper.store.LocalStore;
import dev.cooper.store.Mounted;
import dev.cooper.store.OciLayout;
import dev.cooper.store.Snapshots;
import dev.cooper.store.archive.DockerArchive;
import dev.cooper.store.archive.NamedImage;
import dev.cooper.store.archive.OciArchive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes what a build made to where it was asked for. */
final class Exports {
    private final LocalStore store;
    private final Snapshots snapshots;
    private final ImageAssembly assembly;
    private final Solver solver;
    private final BuildRequest request;
    private final Progress progress;
    private final Clock clock;
    private final OutputStream stdout;
    private final List<Output> outputs;

    Exports(
            LocalStore store,
            Snapshots snapshots,
            ImageAssembly assembly,
            Solver solver,
            BuildRequest request,
            Progress progress,
            Clock clock,
            OutputStream stdout) {
        this.store = store;
        this.snapshots = snapshots;
        this.assembly = assembly;
        this.solver = solver;
        this.request = request;
        this.progress = progress;
        this.clock = clock;
        this.stdout = stdout;
        this.outputs = request.outputs().isEmpty() ? List.of(Output.image()) : request.outputs();
    }

    /**
     * What came out.
     *
     * @param image the manifest of the last image that was written
     * @param config the digest of its config
     */
    record Written(Optional<Descriptor> image, Optional<Digest> config) {}

    /** Begins to compress layers as soon as their vertices are solved. */
    void begin(Graph graph) {
        Set<LayerBlobs.Format> formats = new LinkedHashSet<>();
        for (Output output : outputs) {
            if (isImage(output)) {
                formats.add(LayerBlobs.Format.of(output, request.sourceDateEpoch()));
            }
        }
        for (LayerBlobs.Format format : formats) {
            for (Graph.Entry entry : graph.history()) {
                entry.layer()
                        .ifPresent(vertex -> solver.afterwards(() -> layer(graph, vertex, format)));
            }
        }
    }

    private void layer(Graph graph, Vertex vertex, LayerBlobs.Format format)
            throws IOException, InterruptedException {
        assembly.layer(graph, vertex, format);
    }

    /** Whether a root file system is needed, and not only the layers of an image. */
    boolean needFiles(Graph graph) {
        return graph.loose().isEmpty() || !outputs.stream().allMatch(Exports::isImage);
    }

    private static boolean isImage(Output output) {
        return switch (output.type()) {
            case IMAGE, OCI, DOCKER -> true;
            case LOCAL, TAR -> false;
        };
    }

    /** Writes every output; the graph is solved. */
    Written finish(Graph graph) throws IOException, InterruptedException {
        Written written = new Written(Optional.empty(), Optional.empty());
        Map<LayerBlobs.Format, ImageAssembly.Image> images = new LinkedHashMap<>();
        int number = 0;
        for (Output output : outputs) {
            number++;
            Step step = new Step(number + " " + title(output), title(output));
            try {
                if (isImage(output)) {
                    ImageAssembly.Image image = image(graph, output, images, step);
                    written =
                            new Written(
                                    Optional.of(image.descriptor()),
                                    Optional.of(image.manifest().config().digest()));
                    deliver(output, image, step);
                } else {
                    root(graph, output, step);
                }
                step.done(Optional.empty());
            } catch (IOException | InterruptedException | RuntimeException e) {
                step.done(Optional.of(String.valueOf(e.getMessage())));
                throw e;
            }
        }
        return written;
    }

    private static String title(Output output) {
        return switch (output.type()) {
            case IMAGE -> "exporting to image";
            case OCI -> "exporting to oci image format";
            case DOCKER -> "exporting to docker image format";
            case LOCAL -> "exporting to client directory";
            case TAR -> "exporting to client tarball";
        };
    }

    private ImageAssembly.Image image(
            Graph graph,
            Output output,
            Map<LayerBlobs.Format, ImageAssembly.Image> images,
            Step step)
            throws IOException, InterruptedException {
        LayerBlobs.Format format = LayerBlobs.Format.of(output, request.sourceDateEpoch());
        ImageAssembly.Image image = images.get(format);
        if (image == null || output.force()) {
            step.status("exporting layers");
            image = assembly.assemble(graph, output, format);
            if (!output.force()) {
                images.put(format, image);
            }
        }
        step.status("exporting manifest " + image.descriptor().digest());
        step.status("exporting config " + image.manifest().config().digest());
        return image;
    }

    private void deliver(Output output, ImageAssembly.Image image, Step step) throws IOException {
        List<Reference> names = new ArrayList<>(new LinkedHashSet<>(request.tags()));
        output.names().stream().filter(name -> !names.contains(name)).forEach(names::add);
        NamedImage named = new NamedImage(image.descriptor(), names);
        switch (output.type()) {
            case IMAGE -> {
                for (Reference name : names) {
                    step.status("naming to " + name);
                    store.tag(name, image.descriptor());
                }
                if (names.isEmpty()) {
                    store.keep(image.descriptor());
                }
            }
            case OCI -> {
                step.status("sending oci archive");
                if (output.asTar()) {
                    toFile(output, out -> OciArchive.write(store, List.of(named), out));
                } else {
                    layout(named, Path.of(output.destination().orElseThrow()));
                }
            }
            case DOCKER -> {
                step.status("sending docker archive");
                toFile(output, out -> DockerArchive.write(store, List.of(named), out));
            }
            case LOCAL, TAR -> throw new IllegalStateException(output.type().name());
        }
    }

    private void layout(NamedImage image, Path directory) throws IOException {
        OciLayout layout = OciLayout.create(directory);
        Copy.graph(store, image.descriptor(), layout);
        if (image.names().isEmpty()) {
            layout.add(image.descriptor());
        }
        for (Reference name : image.names()) {
            layout.tag(name, image.descriptor());
        }
    }

    private void root(Graph graph, Output output, Step step)
            throws IOException, InterruptedException {
        try (Mounted mounted = snapshots.mount(solver.chain(graph.root()), null);
                Directory root = mounted.directory()) {
            if (output.type() == Output.Type.LOCAL) {
                step.status("copying files");
                Path destination = Path.of(output.destination().orElseThrow());
                Files.createDirectories(destination);
                try (Directory target = Directory.open(destination.toString())) {
                    new LocalCopy(request.sourceDateEpoch()).copy(root, target);
                }
            } else {
                step.status("sending tarball");
                toFile(
                        output,
                        out -> {
                            TarWriter tar = new TarWriter(out);
                            new RootTar(tar, request.sourceDateEpoch()).write(root);
                            tar.finish();
                        });
            }
        }
    }

    private interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** Writes a file beside its place and renames it: a reader sees all of it or nothing. */
    private void toFile(Output output, Writer writer) throws IOException {
        String destination = output.destination().orElseThrow();
        if (destination.equals("-")) {
            OutputStream out = new BufferedOutputStream(stdout, 1 << 16);
            writer.write(out);
            out.flush();
            return;
        }
        Path path = Path.of(destination).toAbsolutePath();
        if (Files.isDirectory(path)) {
            throw new IOException("output " + destination + " is a directory; give a file name");
        }
        // A link is written through: /dev/stdout is one, which must never be replaced.
        if (Files.isSymbolicLink(path) || (Files.exists(path) && !Files.isRegularFile(path))) {
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
                writer.write(out);
            }
            return;
        }
        Path parent = path.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new IOException("output " + destination + ": " + parent + " is not a directory");
        }
        Path temporary = path.resolveSibling(path.getFileName() + ".part");
        try {
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
                writer.write(out);
            }
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The events of one output. */
    private final class Step {
        private final Digest vertex;

        Step(String id, String name) {
            this.vertex = Digest.sha256(id.getBytes(StandardCharsets.UTF_8));
            progress.on(new ProgressEvent.Declared(vertex, clock.instant(), name, List.of()));
            progress.on(new ProgressEvent.Started(vertex, clock.instant()));
        }

        void status(String what) {
            progress.on(new ProgressEvent.Status(vertex, clock.instant(), what, 0, 0, true));
        }

        void done(Optional<String> error) {
            progress.on(new ProgressEvent.Completed(vertex, clock.instant(), false, error));
        }
    }
}
