package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.place.PlaceName;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.store.OnePlatform;

import java.io.IOException;
import java.util.Optional;

/** {@code cooper copy}: copies an image from any place to any other. */
final class CopyCommand implements Command {
    private static final String PLACES =
            """
            Places:
              NAME[:TAG|@DIGEST], docker://…   a registry
              store:NAME                       the local store
              oci:DIRECTORY[:TAG]              an OCI image layout
              oci-archive:FILE[:NAME]          an OCI image layout in a tar
              docker-archive:FILE[:NAME]       a tar as docker save writes it
            """;

    @Override
    public Usage usage() {
        return RegistryWords.options(
                        Usage.of(
                                "cooper copy [OPTIONS] SOURCE TARGET",
                                "Copy an image between registries, the store, OCI layouts and"
                                        + " archives"))
                .flag("force", 'f', "")
                .refuseValue("only", "the image is copied too; --referrers adds what refers to it")
                .refuseFlag("sig-only", "the image is copied too")
                .flag("all-platforms", 0, "Copy all images of an index, not only one")
                .value(
                        "platform",
                        0,
                        "string",
                        "Of an index, the image for os[/arch[/variant]] (default: this machine's)")
                .flag("preserve-digests", 0, "Fail if the digest would change")
                .flag("quiet", 'q', "Print only the digest of the copy")
                .flag("referrers", 0, "Copy signatures, SBOMs and all that refers to the image")
                .operands(2, 2)
                .details(PLACES);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        PlaceName from = PlaceName.parse(options.operands().getFirst());
        PlaceName to = PlaceName.parse(options.operands().getLast());
        Optional<Platform> platform = Remote.platform(options.value("platform"));
        boolean all = options.isOn("all-platforms");
        if (all && platform.isPresent()) {
            throw new UsageException("--platform and --all-platforms exclude each other");
        }
        boolean quiet = options.isOn("quiet");
        boolean keep = options.isOn("preserve-digests");
        try (Remote remote = RegistryWords.remote(options, terminal);
                CopySource source = CopySource.open(from, remote, terminal)) {
            Descriptor root = all ? source.root() : image(source, platform, keep);
            if (keep && source.isConverted()) {
                throw new IOException(
                        source.name()
                                + ": a docker archive holds no manifest, so there is no digest to"
                                + " preserve; leave --preserve-digests out");
            }
            try (DockerLines lines = new DockerLines(DockerLines.COPY, terminal, quiet)) {
                CopyTarget target = new CopyTarget(source, lines, options.isOn("referrers"));
                target.write(root, to, remote, terminal);
                lines.finish();
            }
            terminal.println((quiet ? "" : "Digest: ") + root.digest());
        }
        return 0;
    }

    /** Of an index the image for one platform, else what is named. */
    private static Descriptor image(CopySource source, Optional<Platform> platform, boolean keep)
            throws IOException {
        if (keep && platform.isEmpty() && MediaTypes.isIndex(source.root().mediaType())) {
            throw new IOException(
                    source.name()
                            + " is an index, and the image for one platform has another digest;"
                            + " add --all-platforms");
        }
        Platform wanted = platform.orElseGet(Platform::host);
        return OnePlatform.of(source.place(), source.root(), wanted, source.name()).image();
    }
}
