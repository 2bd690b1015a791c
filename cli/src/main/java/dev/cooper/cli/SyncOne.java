package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.place.PlaceName;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.OciLayout;
import dev.cooper.store.OnePlatform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Copies one image after the other, where the destination does not have it yet. */
final class SyncOne {
    private final Remote remote;
    private final SyncTarget target;
    private final Terminal terminal;
    private final boolean all;
    private final boolean dryRun;
    private final Platform platform;

    SyncOne(Remote remote, SyncTarget target, Options options, Terminal terminal) {
        this.remote = remote;
        this.target = target;
        this.terminal = terminal;
        this.all = options.isOn("all");
        this.dryRun = options.isOn("dry-run");
        this.platform = Remote.platform(options.value("platform")).orElseGet(Platform::host);
    }

    /** Copies one image; what goes wrong is in the result. */
    SyncOutcome image(Reference name) {
        String to = target.name(name);
        try (CopySource source =
                CopySource.open(new PlaceName.InRegistry(name), remote, terminal)) {
            Descriptor root = source.root();
            if (MediaTypes.isIndex(root.mediaType()) && !all) {
                root = OnePlatform.of(source.place(), root, platform, source.name()).image();
            }
            if (isThere(to, root)) {
                return new SyncOutcome(name.familiar(), to, SyncOutcome.Status.UP_TO_DATE, "");
            }
            if (!dryRun) {
                copy(source, root, to);
            }
            return new SyncOutcome(
                    name.familiar(),
                    to,
                    dryRun ? SyncOutcome.Status.WOULD_COPY : SyncOutcome.Status.COPIED,
                    "");
        } catch (IOException | SyntaxException e) {
            return SyncOutcome.failed(name.familiar(), to, e);
        }
    }

    private boolean isThere(String to, Descriptor root) throws IOException {
        Optional<Descriptor> known = Optional.empty();
        if (target.layout().isEmpty()) {
            Reference reference = Reference.parse(to);
            known = remote.place(reference).resolve(reference);
        } else if (Files.exists(target.layout().get().resolve("oci-layout"))) {
            OciLayout layout = OciLayout.open(target.layout().get());
            known = layout.find(to);
        }
        return known.map(Descriptor::digest).filter(root.digest()::equals).isPresent();
    }

    private void copy(CopySource source, Descriptor root, String to) throws IOException {
        try (DockerLines lines = new DockerLines(DockerLines.COPY, terminal, true)) {
            CopyTarget copy = new CopyTarget(source, lines, false);
            Path layout = target.layout().orElse(null);
            if (layout != null) {
                copy.write(root, new PlaceName.InLayout(layout, to), remote, terminal);
                return;
            }
            Reference reference = Reference.parse(to);
            boolean named = reference.digest().isEmpty() || isSame(reference, root);
            if (!named) {
                throw new SyntaxException(
                        source.name()
                                + " is an index, and one image of it has another digest; add"
                                + " --all");
            }
            copy.write(root, new PlaceName.InRegistry(reference), remote, terminal);
        }
    }

    private static boolean isSame(Reference reference, Descriptor root) {
        return reference.digest().filter(root.digest()::equals).isPresent();
    }
}
