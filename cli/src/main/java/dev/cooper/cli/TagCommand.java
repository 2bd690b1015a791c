package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.LocalStore;
import dev.cooper.store.StoredImage;

import java.io.IOException;

/** {@code cooper tag}: gives an image another name. */
final class TagCommand implements Command {
    @Override
    public Usage usage() {
        return Usage.of(
                        "cooper tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
                        "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE")
                .aliases("cooper image tag", "cooper tag")
                .operands(2, 2);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String target = options.operands().getLast();
        Reference name = Reference.parse(target).withDefaultTag();
        if (name.digest().isPresent()) {
            throw new SyntaxException(
                    "tagging "
                            + target
                            + ": a name with a digest cannot be given; leave out @sha256:…");
        }
        LocalStore store = Images.openStore(terminal);
        StoredImage image = Images.require(store, options.operands().getFirst());
        store.tag(name, image.descriptor());
        return 0;
    }
}
