package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.Graph;
import dev.cooper.store.NotFoundException;
import dev.cooper.transfer.Lookup;
import dev.cooper.transfer.RegistryPlace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cooper manifest inspect}: prints a manifest or an index of a registry. */
final class ManifestInspectCommand implements Command {
    static final String SUMMARY = "Display an image manifest, or an index";

    @Override
    public Usage usage() {
        return Usage.of(
                        "cooper manifest inspect [OPTIONS] [MANIFEST_LIST] NAME[:TAG|@DIGEST]",
                        SUMMARY)
                .flag("insecure", 0, "Allow communication with an insecure registry")
                .value("platform", 0, "string", "Of an index, the image for os[/arch[/variant]]")
                .flag("raw", 0, "Print the bytes as the registry holds them")
                .flag("verbose", 'v', "Output reference, descriptor and each image of an index")
                .operands(1, 2);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String operand = options.operands().getLast();
        if (inDraft(options, terminal, Remote.reference(operand).withDefaultTag())) {
            return 0;
        }
        try (Remote remote = new Remote(terminal, options.isOn("insecure"))) {
            Reference reference = remote.named(operand).withDefaultTag();
            RegistryPlace place = remote.place(reference);
            Lookup.requireImage(place, reference);
            Descriptor root = remote.require(reference, Remote.platform(options.value("platform")));
            byte[] content = place.read(root);
            if (options.isOn("raw")) {
                terminal.output().write(content);
                return 0;
            }
            try {
                Object shown =
                        options.isOn("verbose")
                                ? verbose(place, reference, root, content)
                                : Json.parse(content);
                terminal.println(Json.pretty(shown, 4));
            } catch (SyntaxException e) {
                throw new IOException(
                        reference.familiar()
                                + ": the manifest in registry "
                                + reference.registry()
                                + " is damaged: "
                                + e.getMessage(),
                        e);
            }
        }
        return 0;
    }

    /** Prints what is drafted on this machine: an image of the list that is named, or a list. */
    private static boolean inDraft(Options options, Terminal terminal, Reference reference)
            throws IOException {
        ManifestDrafts drafts = new ManifestDrafts(terminal);
        if (options.operands().size() == 2) {
            Reference name = ManifestDrafts.name(options.operands().getFirst());
            ManifestDraft.Entry entry =
                    drafts.require(name)
                            .find(reference)
                            .orElseThrow(() ->
                                    new NotFoundException(
                                            name.familiar()
                                                    + " has no manifest for "
                                                    + reference.familiar()));
            terminal.println(Json.pretty(entry.descriptor().toMap(), 4));
            return true;
        }
        Optional<ManifestDraft> draft = drafts.find(reference);
        if (draft.isPresent()) {
            terminal.println(Json.pretty(Json.parse(draft.get().index().toJson()), 4));
        }
        return draft.isPresent();
    }

    /** As docker prints it: one object for an image, a list of them for an index. */
    private static Object verbose(
            RegistryPlace place, Reference reference, Descriptor root, byte[] content)
            throws IOException {
        if (!MediaTypes.isIndex(root.mediaType())) {
            return entry(place, reference, root, content);
        }
        List<@Nullable Object> images = new ArrayList<>();
        for (Descriptor child : Graph.children(root, content)) {
            Reference name = reference.withDigest(child.digest());
            images.add(entry(place, name, child, place.read(child)));
        }
        return images;
    }

    private static Map<String, @Nullable Object> entry(
            RegistryPlace place, Reference name, Descriptor descriptor, byte[] content)
            throws IOException {
        Descriptor shown = descriptor;
        if (shown.platform().isEmpty() && MediaTypes.isManifest(descriptor.mediaType())) {
            Descriptor config = ImageManifest.parse(content).config();
            if (MediaTypes.isConfig(config.mediaType())) {
                shown = shown.withPlatform(ImageConfig.parse(place.read(config)).platform());
            }
        }
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("Ref", name.toString());
        entry.put("Descriptor", shown.toMap());
        entry.put("Raw", Base64.getEncoder().encodeToString(content));
        String member =
                MediaTypes.isIndex(descriptor.mediaType())
                        ? "OCIIndex"
                        : descriptor.mediaType().equals(MediaTypes.DOCKER_MANIFEST)
                                ? "SchemaV2Manifest"
                                : "OCIManifest";
        entry.put(member, Json.parse(new String(content, StandardCharsets.UTF_8)));
        return entry;
    }
}
