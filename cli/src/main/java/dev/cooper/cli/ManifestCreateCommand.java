package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.transfer.Lookup;
import dev.cooper.transfer.RegistryPlace;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code cooper manifest create}: drafts an index of images that are in a registry. */
final class ManifestCreateCommand implements Command {
    static final String SUMMARY = "Create a local manifest list for annotating and pushing";

    @Override
    public Usage usage() {
        return Usage.of("cooper manifest create MANIFEST_LIST MANIFEST [MANIFEST...]", SUMMARY)
                .flag("amend", 'a', "Amend an existing manifest list")
                .flag("insecure", 0, "Allow communication with an insecure registry")
                .operands(2, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        Reference name = ManifestDrafts.name(options.operands().getFirst());
        ManifestDrafts drafts = new ManifestDrafts(terminal);
        Optional<ManifestDraft> existing = drafts.find(name);
        if (existing.isPresent() && !options.isOn("amend")) {
            throw new SyntaxException(
                    "there is a local manifest list "
                            + name.familiar()
                            + " already; add to it with --amend, or remove it with cooper manifest"
                            + " rm");
        }
        ManifestDraft draft = existing.orElseGet(() -> new ManifestDraft(name, List.of()));
        try (Remote remote = new Remote(terminal, options.isOn("insecure"))) {
            for (String operand : options.operands().subList(1, options.operands().size())) {
                Reference source = ManifestDrafts.name(operand);
                if (draft.find(source).isEmpty()) {
                    draft = draft.with(entry(remote, source));
                }
            }
        }
        drafts.save(draft);
        terminal.println("Created manifest list " + name);
        return 0;
    }

    private static ManifestDraft.Entry entry(Remote remote, Reference source) throws IOException {
        RegistryPlace place = remote.place(source);
        Descriptor manifest = Lookup.requireImage(place, source);
        if (MediaTypes.isIndex(manifest.mediaType())) {
            throw new SyntaxException(
                    source.familiar()
                            + " is a manifest list itself; name one of its images as "
                            + source.familiarName()
                            + "@DIGEST (cooper manifest inspect prints the digests)");
        }
        try {
            Descriptor config = ImageManifest.parse(place.read(manifest)).config();
            Descriptor described =
                    MediaTypes.isConfig(config.mediaType())
                            ? manifest.withPlatform(
                                    ImageConfig.parse(place.read(config)).platform())
                            : manifest;
            return new ManifestDraft.Entry(source, described);
        } catch (SyntaxException e) {
            throw new IOException(
                    source.familiar()
                            + ": the image in registry "
                            + source.registry()
                            + " is damaged: "
                            + e.getMessage(),
                    e);
        }
    }
}
