package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.UsageException;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.NotFoundException;
import dev.cooper.trust.attachment.RegistryAttachments;
import dev.cooper.trust.attachment.WritableAttachments;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An image in a registry, the store or a layout, to be signed or verified.
 *
 * @param name as the user gave it
 * @param home where it is
 * @param image its manifest or index; empty when the registry does not have it
 */
record SignedImage(String name, WritableAttachments home, Optional<Descriptor> image) {
    static SignedImage of(String operand, Remote remote) throws IOException {
        Optional<SignedImage> local = LocalHome.of(operand, remote.terminal());
        if (local.isPresent()) {
            return local.get();
        }
        Reference reference = Remote.reference(operand).withDefaultTag();
        RegistryAttachments home = new RegistryAttachments(remote.place(reference));
        return new SignedImage(operand, home, home.resolve(reference));
    }

    /** The image that a command verifies, which {@code --local-image} looks for in a directory. */
    static SignedImage toVerify(String operand, Options options, Remote remote) throws IOException {
        return options.isOn("local-image") ? LocalHome.saved(operand) : of(operand, remote);
    }

    /** Its manifest or index, which must be there. */
    Descriptor require() throws NotFoundException {
        return image.orElseThrow(() -> new NotFoundException("the registry has no image " + name));
    }

    /** Its manifest, or of an index that of the image for a platform if one is asked for. */
    Descriptor require(Optional<Platform> platform) throws IOException {
        Descriptor root = require();
        if (platform.isEmpty() || !MediaTypes.isIndex(root.mediaType())) {
            return root;
        }
        try {
            return ImageIndex.parse(home.read(root))
                    .select(platform.get())
                    .orElseThrow(() ->
                            new NotFoundException(name + " has no image for " + platform.get()));
        } catch (SyntaxException e) {
            throw new IOException("reading " + root.digest() + ": " + e.getMessage(), e);
        }
    }

    /** The values of {@code --annotations}. */
    static Map<String, String> annotations(Options options) {
        Map<String, String> annotations = new TreeMap<>();
        for (String pair : options.values("annotations")) {
            int equal = pair.indexOf('=');
            if (equal <= 0) {
                throw new UsageException("--annotations takes KEY=VALUE, not \"" + pair + "\"");
            }
            annotations.put(pair.substring(0, equal), pair.substring(equal + 1));
        }
        return annotations;
    }
}
