package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Copy;
import dev.cooper.store.Graph;
import dev.cooper.store.LocalStore;
import dev.cooper.store.OnePlatform;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.attachment.RegistryAttachments;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Pushes images of the store into one repository and says so in docker's words. */
final class Push {
    private final LocalStore store;
    private final RegistryPlace to;
    private final Terminal terminal;
    private final boolean quiet;
    private final Optional<PolicyGate> gate;

    Push(LocalStore store, RegistryPlace to, Terminal terminal, boolean quiet) {
        this(store, to, terminal, quiet, Optional.empty());
    }

    /** Pushes only what the gate lets through. */
    Push(
            LocalStore store,
            RegistryPlace to,
            Terminal terminal,
            boolean quiet,
            Optional<PolicyGate> gate) {
        this.gate = gate;
        this.store = store;
        this.to = to;
        this.terminal = terminal;
        this.quiet = quiet;
    }

    /** Pushes one image under its name; returns what the registry has there now. */
    Descriptor image(Reference name, Descriptor root, Optional<Platform> platform)
            throws IOException {
        Descriptor pushed = whatIsThere(name, root, platform);
        if (gate.isPresent()) {
            Optional<Attachments> home = Optional.of(new RegistryAttachments(to));
            gate.get().check(name, pushed, platform, store::open, home, Optional.empty());
        }
        try (DockerLines lines = new DockerLines(DockerLines.PUSH, terminal, quiet)) {
            Map<String, Descriptor> layers = new LinkedHashMap<>();
            layers(pushed, layers);
            layers.values().forEach(lines::waits);
            Copy.graph(store, pushed, to, lines.events());
            to.tag(name, pushed);
            for (Descriptor layer : layers.values()) {
                store.recordOrigin(layer, to.name());
            }
        }
        if (!quiet) {
            terminal.println(
                    name.tag().orElse("latest")
                            + ": digest: "
                            + pushed.digest()
                            + " size: "
                            + pushed.size());
            if (!pushed.digest().equals(root.digest()) && platform.isEmpty()) {
                terminal.println("");
                terminal.println(
                        "Not all multiplatform-content is present and only the available"
                                + " single-platform image was pushed: "
                                + root.digest()
                                + " -> "
                                + pushed.digest());
            }
        }
        return pushed;
    }

    /** Registries refuse an index of which parts are missing, so its image is pushed instead. */
    private Descriptor whatIsThere(Reference name, Descriptor root, Optional<Platform> platform)
            throws IOException {
        if (platform.isPresent()) {
            Descriptor image = OnePlatform.of(store, root, platform.get(), name.familiar()).image();
            if (!store.has(image)) {
                throw new IOException(
                        name.familiar()
                                + ": the image for "
                                + platform.get()
                                + " is not in the store; pull it with --platform first");
            }
            return image;
        }
        if (!MediaTypes.isIndex(root.mediaType())) {
            return root;
        }
        for (Descriptor child : Graph.children(store, root)) {
            if (!store.has(child)) {
                return Graph.selectImage(store, root, Platform.host())
                        .orElseThrow(() ->
                                new IOException(
                                        name.familiar()
                                                + ": none of its images is in the store; pull"
                                                + " it again"));
            }
        }
        return root;
    }

    private void layers(Descriptor node, Map<String, Descriptor> layers) throws IOException {
        if (MediaTypes.isIndex(node.mediaType())) {
            for (Descriptor child : Graph.children(store, node)) {
                layers(child, layers);
            }
        } else if (MediaTypes.isManifest(node.mediaType())) {
            try {
                for (Descriptor layer : ImageManifest.parse(store.read(node)).layers()) {
                    layers.putIfAbsent(layer.digest().toString(), layer);
                }
            } catch (SyntaxException e) {
                throw new IOException("reading " + node.digest() + ": " + e.getMessage(), e);
            }
        }
    }
}
