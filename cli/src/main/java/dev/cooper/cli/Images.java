package dev.cooper.cli;

import dev.cooper.cli.option.Suggestion;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.LocalStore;
import dev.cooper.store.NotFoundException;
import dev.cooper.store.StoredImage;
import dev.cooper.transfer.RegistriesOnDemand;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the images that a command line names. */
final class Images {
    private Images() {}

    /** Opens the store of this user. */
    static LocalStore openStore(Terminal terminal) throws IOException {
        return LocalStore.open(LocalStore.defaultHome(terminal.environment()))
                .reaching(new RegistriesOnDemand(terminal.environment()));
    }

    /** The image of that name or id. */
    static StoredImage require(LocalStore store, String nameOrId) throws IOException {
        Optional<StoredImage> image = store.find(nameOrId);
        if (image.isPresent()) {
            return image.get();
        }
        throw new NotFoundException(
                "no such image: " + nameOrId + Suggestion.of(nameOrId, names(store), ""));
    }

    /** The same, refused when it is for another platform than the one asked for. */
    static StoredImage require(LocalStore store, String nameOrId, Optional<String> platform)
            throws IOException {
        StoredImage image = require(store, nameOrId);
        if (platform.isPresent()) {
            Platform wanted = Platform.parse(platform.get());
            Platform found = image.config().platform();
            if (wanted.fit(found) < 0) {
                throw new SyntaxException(
                        "image " + nameOrId + " is for " + found + ", not for " + wanted);
            }
        }
        return image;
    }

    /** An operand as a name; empty when it can only be an id. */
    static Optional<Reference> name(String operand) {
        try {
            return Optional.of(Reference.parse(operand)).filter(name -> name.digest().isEmpty());
        } catch (SyntaxException e) {
            return Optional.empty();
        }
    }

    private static List<String> names(LocalStore store) throws IOException {
        List<String> names = new ArrayList<>();
        for (StoredImage image : store.images()) {
            for (Reference name : image.names()) {
                names.add(name.familiar());
            }
        }
        return names;
    }
}
