package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.Reference;
import dev.cooper.store.Copy;
import dev.cooper.transfer.RegistryPlace;

import java.io.IOException;

/** {@code cooper manifest push}: pushes a draft, and its images where they are not there yet. */
final class ManifestPushCommand implements Command {
    static final String SUMMARY = "Push a manifest list to a repository";

    @Override
    public Usage usage() {
        return Usage.of("cooper manifest push [OPTIONS] MANIFEST_LIST", SUMMARY)
                .flag("insecure", 0, "Allow push to an insecure registry")
                .flag("purge", 'p', "Remove the local manifest list after push")
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        Reference name = ManifestDrafts.name(options.operands().getFirst());
        ManifestDrafts drafts = new ManifestDrafts(terminal);
        ManifestDraft draft = drafts.require(name);
        ImageIndex index = draft.index();
        try (Remote remote = new Remote(terminal, options.isOn("insecure"))) {
            RegistryPlace to = remote.place(name);
            for (ManifestDraft.Entry entry : draft.entries()) {
                if (!entry.source().name().equals(name.name())) {
                    Descriptor image = entry.descriptor().plain();
                    Copy.graph(remote.place(entry.source()), image, to);
                    terminal.println(
                            "Pushed ref "
                                    + name.withoutTagAndDigest().withDigest(image.digest())
                                    + " with digest: "
                                    + image.digest());
                }
            }
            Descriptor root = to.write(index.mediaType(), index.toJson());
            to.tag(name, root);
            if (options.isOn("purge")) {
                drafts.remove(name);
            }
            terminal.println(root.digest().toString());
        }
        return 0;
    }
}
