package dev.cooper.cli;

import dev.cooper.archive.Compression;
import dev.cooper.build.ConfigChanges;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.LocalStore;
import dev.cooper.store.archive.Import;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code cooper import}: makes an image of the tar of a root file system. */
final class ImportCommand implements Command {
    @Override
    public Usage usage() {
        return Usage.of(
                        "cooper import [OPTIONS] file|- [REPOSITORY[:TAG]]",
                        "Import the contents from a tarball to create a filesystem image")
                .aliases("cooper image import", "cooper import")
                .list("change", 'c', "list", "Apply Dockerfile instruction to the created image")
                .value("message", 'm', "string", "Set commit message for imported image")
                .value("platform", 0, "string", "What the files run on (default: this machine)")
                .operands(1, 2);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String source = options.operands().getFirst();
        if (source.startsWith("http://") || source.startsWith("https://")) {
            throw new SyntaxException(
                    "importing "
                            + source
                            + ": addresses are not fetched; download it and give the file, or pipe"
                            + " it: curl -fL URL | cooper import -");
        }
        Optional<Reference> name =
                options.operands().size() < 2
                        ? Optional.empty()
                        : Optional.of(Reference.parse(options.operands().get(1)).withDefaultTag());
        Import.Options wanted = options(options, source, terminal);
        LocalStore store = Images.openStore(terminal);
        Descriptor image;
        if (source.equals("-")) {
            image = Import.rootfs(new BufferedInputStream(terminal.input()), store, wanted);
        } else {
            try (InputStream file =
                    new BufferedInputStream(Files.newInputStream(Path.of(source)), 1 << 16)) {
                image = Import.rootfs(file, store, wanted);
            }
        }
        if (name.isPresent()) {
            store.tag(name.get(), image);
        }
        terminal.println(Images.require(store, image.digest().toString()).id().toString());
        return 0;
    }

    private static Import.Options options(Options options, String source, Terminal terminal) {
        List<String> changes = options.values("change");
        return new Import.Options(
                ConfigChanges.apply(ContainerConfig.EMPTY, changes),
                options.value("platform").map(Platform::parse).orElse(Platform.host()),
                options.value("message").orElse("Imported from " + source),
                created(terminal),
                Compression.GZIP);
    }

    /** Now, or the time that reproducible builds agree on. */
    private static Instant created(Terminal terminal) {
        String epoch = terminal.environment().getOrDefault("SOURCE_DATE_EPOCH", "");
        if (epoch.isEmpty()) {
            return Instant.now();
        }
        try {
            return Instant.ofEpochSecond(Long.parseLong(epoch));
        } catch (NumberFormatException e) {
            throw new SyntaxException(
                    "SOURCE_DATE_EPOCH=" + epoch + " is no number of seconds since 1970", e);
        }
    }
}
