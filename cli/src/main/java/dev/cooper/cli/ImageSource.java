package dev.cooper.cli;

import dev.cooper.cli.place.PlaceName;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Platform;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.LocalStore;
import dev.cooper.store.OnePlatform;
import dev.cooper.store.Place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One image to look into, wherever it is: a plain name is sought in the store first, then in its
 * registry; other places are named as for a copy.
 *
 * @param source where it is
 * @param image its manifest
 */
record ImageSource(CopySource source, Descriptor image) implements AutoCloseable {
    /** Help for the operand of commands that take one. */
    static final String DETAILS =
            """
            IMAGE is a name or an id in the store, else a name in a registry; docker://,
            store:, oci:, oci-archive: and docker-archive: say where to look.
            """;

    static ImageSource open(
            String operand, Optional<Platform> platform, Remote remote, Terminal terminal)
            throws IOException {
        CopySource source = CopySource.open(place(operand, terminal), remote, terminal);
        boolean opened = false;
        try {
            Platform wanted = platform.orElseGet(Platform::host);
            Descriptor image =
                    OnePlatform.of(source.place(), source.root(), wanted, source.name()).image();
            opened = true;
            return new ImageSource(source, image);
        } finally {
            if (!opened) {
                source.close();
            }
        }
    }

    /** Where an image is sought. */
    static PlaceName place(String operand, Terminal terminal) throws IOException {
        Path home = LocalStore.defaultHome(terminal.environment());
        boolean plain = !operand.contains("://") && !operand.startsWith("oci");
        if (plain && Files.exists(home.resolve("index.json"))) {
            try {
                if (LocalStore.open(home).find(operand).isPresent()) {
                    return new PlaceName.InStore(operand);
                }
            } catch (SyntaxException e) {
                // no name of an image, perhaps one of another place
            }
        }
        return PlaceName.parse(operand);
    }

    Place place() {
        return source.place();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
