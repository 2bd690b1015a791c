package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Lease;
import dev.cooper.store.LocalStore;
import dev.cooper.store.StoredImage;
import dev.cooper.store.archive.DockerArchive;
import dev.cooper.store.archive.NamedImage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cooper save}: writes images to an archive that docker, podman and skopeo read. */
final class SaveCommand implements Command {
    @Override
    public Usage usage() {
        return SignedDirectory.options(
                        Usage.of(
                                "cooper save [OPTIONS] IMAGE [IMAGE...]",
                                "Save one or more images to a tar archive (streamed to STDOUT by"
                                        + " default)"),
                        "Save an image of a registry with its signatures to a directory, as cosign"
                                + " does")
                .aliases("cooper image save", "cooper save")
                .value("output", 'o', "string", "Write to a file, instead of STDOUT")
                .value(
                        "platform",
                        0,
                        "string",
                        "Refuse an image for another platform, formatted as os[/arch[/variant]]")
                .operands(1, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        if (options.given(SignedDirectory.OPTION)) {
            SignedDirectory.save(options, terminal);
            return 0;
        }
        Optional<String> output = options.value("output").filter(name -> !name.isEmpty());
        if (output.isEmpty() && terminal.facts().outputIsTerminal()) {
            throw new SyntaxException(
                    "refusing to write an archive to a terminal; give a file with -o, or redirect");
        }
        LocalStore store = Images.openStore(terminal);
        try (Lease lease = store.lease()) {
            Map<Descriptor, List<Reference>> wanted = new LinkedHashMap<>();
            for (String operand : options.operands()) {
                add(store, operand, options.value("platform"), wanted);
            }
            List<NamedImage> images = new ArrayList<>();
            wanted.forEach((image, names) -> images.add(new NamedImage(image, names)));
            if (output.isEmpty()) {
                DockerArchive.write(store, images, terminal.output());
            } else {
                try (OutputFile file = OutputFile.create(Path.of(output.get()))) {
                    OutputStream out = new BufferedOutputStream(file.stream(), 1 << 16);
                    DockerArchive.write(store, images, out);
                    out.flush();
                    file.commit();
                }
            }
        }
        return 0;
    }

    /** A name with a tag stands for itself, one without for all its tags, an id for no name. */
    private static void add(
            LocalStore store,
            String operand,
            Optional<String> platform,
            Map<Descriptor, List<Reference>> wanted)
            throws IOException {
        Optional<Reference> name = Images.name(operand);
        if (name.isPresent() && name.get().tag().isEmpty()) {
            boolean found = false;
            for (StoredImage image : store.images()) {
                for (Reference held : image.names()) {
                    if (held.tag().isPresent() && held.name().equals(name.get().name())) {
                        add(wanted, image, held);
                        found = true;
                    }
                }
            }
            if (found) {
                return;
            }
        }
        StoredImage image = Images.require(store, operand, platform);
        if (name.isPresent() && image.names().contains(name.get().withDefaultTag())) {
            add(wanted, image, name.get().withDefaultTag());
        } else {
            wanted.computeIfAbsent(image.descriptor(), ignored -> new ArrayList<>());
        }
    }

    private static void add(
            Map<Descriptor, List<Reference>> wanted, StoredImage image, Reference name) {
        List<Reference> names =
                wanted.computeIfAbsent(image.descriptor(), ignored -> new ArrayList<>());
        if (!names.contains(name)) {
            names.add(name);
        }
    }
}
