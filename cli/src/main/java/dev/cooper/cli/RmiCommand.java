package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.LocalStore;
import dev.cooper.store.NotFoundException;
import dev.cooper.store.StoredImage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** {@code cooper rmi}: takes names away and deletes images that have none left. */
final class RmiCommand implements Command {
    @Override
    public Usage usage() {
        return Usage.of("cooper rmi [OPTIONS] IMAGE [IMAGE...]", "Remove one or more images")
                .aliases("cooper image rm", "cooper image remove", "cooper rmi")
                .flag("force", 'f', "Force removal of the image")
                .flag("no-prune", 0, "Keep the content of deleted images for the next prune")
                .operands(1, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        LocalStore store = Images.openStore(terminal);
        boolean force = options.isOn("force");
        boolean failed = false;
        boolean deleted = false;
        for (String operand : options.operands()) {
            try {
                deleted |= remove(store, operand, force, terminal);
            } catch (NotFoundException e) {
                terminal.error("cooper: " + e.getMessage());
                failed |= !force; // as docker: nothing to remove is no failure of -f
            } catch (SyntaxException e) {
                terminal.error("cooper: " + e.getMessage());
                failed = true;
            }
        }
        if (deleted && !options.isOn("no-prune")) {
            store.collectGarbage();
        }
        return failed ? 1 : 0;
    }

    /** Removes what one operand names and says whether an image went with it. */
    private static boolean remove(
            LocalStore store, String operand, boolean force, Terminal terminal) throws IOException {
        if (store.find(operand).isEmpty() && untagArtifact(store, operand, terminal)) {
            return true;
        }
        StoredImage image = Images.require(store, operand);
        List<Reference> gone = names(image, operand, force);
        for (Reference name : gone) {
            store.untag(name);
            terminal.println("Untagged: " + name.familiar());
        }
        if (gone.size() < image.names().size()) {
            return false;
        }
        store.remove(image.descriptor().digest());
        terminal.println("Deleted: " + image.id());
        return true;
    }

    /** Takes the name of what is no image, such as a chart; that has no id. */
    private static boolean untagArtifact(LocalStore store, String operand, Terminal terminal)
            throws IOException {
        Optional<Reference> name = Images.name(operand);
        if (name.isEmpty() || !store.untag(name.get())) {
            return false;
        }
        terminal.println("Untagged: " + name.get().withDefaultTag().familiar());
        return true;
    }

    /** The names an operand stands for: itself when it is a name, all when it is an id. */
    private static List<Reference> names(StoredImage image, String operand, boolean force) {
        Optional<Reference> named = Images.name(operand).map(Reference::withDefaultTag);
        if (named.isPresent() && image.names().contains(named.get())) {
            return List.of(named.get());
        }
        TreeSet<String> repositories = new TreeSet<>();
        for (Reference name : image.names()) {
            repositories.add(name.familiarName());
        }
        if (repositories.size() > 1 && !force) {
            throw new SyntaxException(
                    "unable to delete "
                            + image.id().shortHex()
                            + " (must be forced): image is referenced in multiple repositories, "
                            + String.join(" and ", repositories));
        }
        return image.names();
    }
}
