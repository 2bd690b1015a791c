package dev.cooper.cli;

import dev.cooper.archive.ArchiveException;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.archive.Load;
import dev.cooper.store.archive.LoadedImage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code cooper load}: reads images from an archive of docker, podman, skopeo or Cooper. */
final class LoadCommand implements Command {
    @Override
    public Usage usage() {
        return SignedDirectory.options(
                        Usage.of(
                                "cooper load [OPTIONS]",
                                "Load an image from a tar archive or STDIN"),
                        "Load an image with its signatures from a directory into the registry whose"
                                + "\nname follows, as cosign does")
                .aliases("cooper image load", "cooper load")
                .value("input", 'i', "string", "Read from tar archive file, instead of STDIN")
                .flag("quiet", 'q', "Suppress the load output")
                .operands(0, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        if (options.given(SignedDirectory.OPTION)) {
            SignedDirectory.load(options, terminal);
            return 0;
        }
        if (!options.operands().isEmpty()) {
            throw new UsageException("'cooper load' takes a name only with --dir");
        }
        Optional<String> input = options.value("input").filter(name -> !name.isEmpty());
        if (input.isEmpty() && terminal.facts().inputIsTerminal()) {
            throw new SyntaxException(
                    "no archive to load: name a file with -i, or redirect standard input");
        }
        List<LoadedImage> images;
        try (InputStream archive = new BufferedInputStream(open(input, terminal), 1 << 16)) {
            images = Load.load(archive, Images.openStore(terminal));
        } catch (ArchiveException e) {
            String name = input.orElse("standard input");
            throw new IOException("loading " + name + ": " + e.getMessage(), e);
        }
        for (LoadedImage image : images) {
            print(image, options.isOn("quiet"), terminal);
        }
        return 0;
    }

    private static InputStream open(Optional<String> input, Terminal terminal) throws IOException {
        return input.isEmpty() ? terminal.input() : Files.newInputStream(Path.of(input.get()));
    }

    private static void print(LoadedImage image, boolean quiet, Terminal terminal)
            throws IOException {
        for (Reference name : image.names()) {
            if (image.replaced().containsKey(name) && !quiet) {
                terminal.println(
                        "The image "
                                + name.familiar()
                                + " already exists, renaming the old one with ID "
                                + image.replaced().get(name)
                                + " to empty string");
            }
            terminal.println("Loaded image: " + name.familiar());
        }
        if (image.names().isEmpty()) {
            terminal.println("Loaded image ID: " + image.id());
        }
    }
}
