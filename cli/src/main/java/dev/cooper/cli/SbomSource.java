package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;
import dev.cooper.inventory.DirectoryOptions;
import dev.cooper.inventory.Inspected;
import dev.cooper.inventory.Inventories;
import dev.cooper.inventory.LayerOrigins;
import dev.cooper.inventory.sbom.Subject;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.History;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.ImageContent;
import dev.cooper.store.LocalStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an SBOM is made of: an image, or the files of a directory.
 *
 * @param subject what it is
 * @param inspected what was found in it
 */
record SbomSource(Subject subject, Inspected inspected) {
    /** Help for the operand. */
    static final String DETAILS =
            """
            SOURCE is an image as for other commands (a name in the store or in a registry,
            docker://, store:, oci:, oci-archive:, docker-archive:), or else the path of
            an archive, of an OCI layout, or of a directory of files (dir:PATH says so).
            """;

    private static final String DIRECTORY = "dir:";

    static SbomSource open(
            String operand,
            Optional<Platform> platform,
            List<String> exclude,
            Remote remote,
            Terminal terminal)
            throws IOException, InterruptedException {
        Inventories inventories = inventories(terminal);
        if (operand.startsWith(DIRECTORY)) {
            return ofDirectory(operand.substring(DIRECTORY.length()), exclude, inventories);
        }
        boolean isPath = isPath(operand, terminal);
        if (isPath && Files.isDirectory(Path.of(operand)) && !isLayout(Path.of(operand))) {
            return ofDirectory(operand, exclude, inventories);
        }
        try (ImageToScan image =
                isPath
                        ? ImageToScan.openInput(operand, platform, remote, terminal)
                        : ImageToScan.open(operand, platform, remote, terminal)) {
            List<Inventories.Layer> layers = new ArrayList<>();
            for (ImageContent.Layer layer : image.image().layers()) {
                layers.add(new Inventories.Layer(layer.diffId(), new LayerTar(layer)));
            }
            return new SbomSource(
                    new Subject(image.name(), Optional.of(subject(image.image(), terminal))),
                    inventories.inspect(layers, List.of()));
        }
    }

    /** What is known of layers, which all commands share. */
    static Inventories inventories(Terminal terminal) {
        return new Inventories(cache(terminal));
    }

    private static Path cache(Terminal terminal) {
        Path home = LocalStore.defaultHome(terminal.environment());
        return home.resolve("cooper").resolve("inventory");
    }

    private static SbomSource ofDirectory(
            String operand, List<String> exclude, Inventories inventories) throws IOException {
        DirectoryOptions options = new DirectoryOptions(exclude, exclude, true, true);
        return new SbomSource(
                new Subject(operand, Optional.empty()),
                inventories.inspectDirectory(Path.of(operand), options, List.of()));
    }

    /** Whether an operand names a file rather than an image: images that there are win. */
    private static boolean isPath(String operand, Terminal terminal) throws IOException {
        if (operand.startsWith("/") || operand.startsWith(".")) {
            return true;
        }
        if (operand.contains("://") || !Files.exists(Path.of(operand))) {
            return false;
        }
        Path home = LocalStore.defaultHome(terminal.environment());
        try {
            return !Files.exists(home.resolve("index.json"))
                    || LocalStore.open(home).find(operand).isEmpty();
        } catch (SyntaxException e) {
            return true; // no name of an image
        }
    }

    private static boolean isLayout(Path directory) {
        return Files.exists(directory.resolve("oci-layout"));
    }

    private static Subject.Image subject(ImageContent image, Terminal terminal) throws IOException {
        List<String> tags = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        for (Reference name : image.names()) {
            if (name.tag().isPresent()) {
                tags.add(name.familiar());
            }
            Optional<Descriptor> manifest = image.manifest();
            manifest.ifPresent(each -> digests.add(name.name() + "@" + each.digest()));
        }
        List<String> steps = new ArrayList<>();
        for (History step : image.config().history()) {
            if (!step.emptyLayer()) {
                steps.add(step.createdBy());
            }
        }
        List<Optional<String>> origins =
                new LayerOrigins(cache(terminal)).find(image.config().diffIds());
        List<Subject.Layer> layers = new ArrayList<>();
        for (ImageContent.Layer layer : image.layers()) {
            int number = layers.size();
            layers.add(
                    new Subject.Layer(
                            layer.diffId(),
                            layer.blob().map(Descriptor::digest),
                            origins.get(number).orElse(""),
                            number < steps.size() ? steps.get(number) : ""));
        }
        return new Subject.Image(image.id(), tags, digests, layers);
    }
}
