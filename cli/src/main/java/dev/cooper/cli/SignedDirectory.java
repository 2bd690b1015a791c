package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.place.PlaceName;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.store.NotFoundException;
import dev.cooper.store.OciLayout;
import dev.cooper.trust.attachment.LayoutAttachments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An image with all its signatures in a directory, as cosign saves and loads it. */
final class SignedDirectory {
    static final String OPTION = "dir";

    private SignedDirectory() {}

    static Usage options(Usage usage, String text) {
        return RegistryWords.options(usage).value(OPTION, 0, "directory", text);
    }

    /** Writes an image of a registry, or of another place, into a new layout. */
    static void save(Options options, Terminal terminal) throws IOException {
        Path directory = Path.of(options.value(OPTION).orElseThrow());
        PlaceName from = PlaceName.parse(only(options));
        if (Files.exists(directory.resolve("index.json"))) {
            throw new IOException(
                    directory + " holds a layout already, and cosign looks for one image in it");
        }
        try (Remote remote = RegistryWords.remote(options, terminal);
                CopySource source = CopySource.open(from, remote, terminal);
                DockerLines lines = new DockerLines(DockerLines.COPY, terminal, true)) {
            CopyTarget target = new CopyTarget(source, lines, true);
            Descriptor root = source.root();
            target.write(root, new PlaceName.InLayout(directory, ""), remote, terminal);
            OciLayout.open(directory).relist(entries -> marked(entries, root));
            lines.finish();
        }
    }

    /** Says as cosign does what is the image; bundles are listed, too, for other tools. */
    private static List<Descriptor> marked(List<Descriptor> entries, Descriptor root) {
        List<Descriptor> all = new ArrayList<>();
        for (Descriptor one : entries) {
            boolean isRoot = one.digest().equals(root.digest());
            all.add(isRoot ? LayoutAttachments.asCosignLists(one) : one);
        }
        return all;
    }

    /** Brings the image of a directory to a registry, or to another place. */
    static void load(Options options, Terminal terminal) throws IOException {
        Path directory = Path.of(options.value(OPTION).orElseThrow());
        PlaceName to = PlaceName.parse(only(options));
        if (!Files.isDirectory(directory)) {
            throw new NotFoundException(directory + " is no directory");
        }
        try (Remote remote = RegistryWords.remote(options, terminal);
                CopySource source =
                        CopySource.open(new PlaceName.InLayout(directory, ""), remote, terminal);
                DockerLines lines = new DockerLines(DockerLines.COPY, terminal, true)) {
            new CopyTarget(source, lines, true).write(source.root(), to, remote, terminal);
            lines.finish();
        }
    }

    private static String only(Options options) {
        if (options.operands().size() != 1) {
            throw new UsageException("--dir takes one image");
        }
        return options.operands().getFirst();
    }
}
