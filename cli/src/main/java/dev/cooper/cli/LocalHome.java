package dev.cooper.cli;

import dev.cooper.cli.place.PlaceName;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.LocalStore;
import dev.cooper.store.NotFoundException;
import dev.cooper.store.OciLayout;
import dev.cooper.store.Place;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.attachment.LayoutAttachments;
import dev.cooper.trust.attachment.RegistryAttachments;
import dev.cooper.trust.attachment.WritableAttachments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Images that are signed and verified where no registry is: in the store, or in a layout. */
final class LocalHome {
    private static final Reference NOWHERE = Reference.parse("localhost/image");

    private LocalHome() {}

    /** An operand that names the store or a layout; empty of any other. */
    static Optional<SignedImage> of(String operand, Terminal terminal) throws IOException {
        if (!operand.startsWith("store:")
                && !operand.startsWith("oci:")
                && !operand.startsWith("oci-dir:")) {
            return Optional.empty();
        }
        return switch (PlaceName.parse(operand)) {
            case PlaceName.InStore(String text) -> Optional.of(stored(operand, text, terminal));
            case PlaceName.InLayout(Path directory, String tag) ->
                    Optional.of(inLayout(operand, directory, tag));
            case PlaceName.InRegistry _, PlaceName.InArchive _ -> Optional.empty();
        };
    }

    /** The only image of a directory, as {@code cosign save} writes it. */
    static SignedImage saved(String directory) throws IOException {
        return inLayout(directory, Path.of(directory), "");
    }

    private static SignedImage stored(String operand, String text, Terminal terminal)
            throws IOException {
        LocalStore store = Images.openStore(terminal);
        Optional<Reference> name = Images.name(text).map(Reference::withDefaultTag);
        Optional<Descriptor> found = name.isEmpty() ? Optional.empty() : store.resolve(name.get());
        if (found.isEmpty()) {
            found = Optional.of(Images.require(store, text).descriptor());
        }
        return new SignedImage(
                operand,
                LayoutAttachments.of(store, name.orElse(NOWHERE)),
                found.map(Descriptor::plain));
    }

    private static SignedImage inLayout(String operand, Path directory, String tag)
            throws IOException {
        OciLayout layout = OciLayout.open(directory);
        Optional<Descriptor> found = layout.find(tag);
        if (found.isEmpty() && tag.isEmpty()) {
            throw new NotFoundException(
                    directory + " lists not just one image; name one with oci:DIRECTORY:TAG");
        }
        return new SignedImage(
                operand, LayoutAttachments.of(layout, name(tag)), found.map(Descriptor::plain));
    }

    private static Reference name(String tag) {
        try {
            return tag.contains("/") ? Reference.parse(tag) : NOWHERE;
        } catch (SyntaxException _) {
            return NOWHERE;
        }
    }

    /** What hangs on the images of a place; empty of an archive. */
    static Optional<WritableAttachments> of(Place place) {
        return switch (place) {
            case RegistryPlace registry -> Optional.of(new RegistryAttachments(registry));
            case OciLayout layout -> Optional.of(LayoutAttachments.of(layout, NOWHERE));
            case LocalStore store -> Optional.of(LayoutAttachments.of(store, NOWHERE));
            default -> Optional.empty();
        };
    }
}
