package dev.cooper.cli;

import dev.cooper.cli.format.Amount;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Reference;
import dev.cooper.store.Garbage;
import dev.cooper.store.LocalStore;
import dev.cooper.store.StoredImage;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code cooper image prune}: removes images without a name, or all of them. */
final class ImagePruneCommand implements Command {
    static final List<String> FILTERS = List.of("label", "label!", "until");

    @Override
    public Usage usage() {
        return Usage.of("cooper image prune [OPTIONS]", "Remove unused images")
                .flag("all", 'a', "Remove all images, not just dangling ones")
                .list(
                        "filter",
                        0,
                        "filter",
                        "Provide filter values (until=TIME, label=…, label!=…)")
                .flag("force", 'f', "Do not prompt for confirmation")
                .operands(0, 0);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        boolean all = options.isOn("all");
        LocalStore store = Images.openStore(terminal);
        ImageFilter filter =
                ImageFilter.parse(options.values("filter"), FILTERS, store, Instant.now());
        String what = all ? "all images" : "all dangling images";
        if (!options.isOn("force")
                && !Confirmation.ask(terminal, "This will remove " + what + ".")) {
            return 0;
        }
        long freed = prune(store, all, filter, terminal);
        terminal.println("Total reclaimed space: " + Amount.size(freed, 4));
        return 0;
    }

    /** Removes images and returns how many bytes that freed. */
    static long prune(LocalStore store, boolean all, ImageFilter filter, Terminal terminal)
            throws IOException {
        List<String> lines = new ArrayList<>();
        for (StoredImage image : store.images()) {
            if ((all || image.names().isEmpty()) && filter.accepts(image)) {
                for (Reference name : image.names()) {
                    lines.add("untagged: " + name.familiar());
                }
                store.remove(image.descriptor().digest());
                lines.add("deleted: " + image.id());
            }
        }
        if (!lines.isEmpty()) {
            terminal.println("Deleted Images:\n" + String.join("\n", lines) + "\n");
        }
        Optional<Garbage> garbage = store.collectGarbage();
        if (garbage.isEmpty()) {
            terminal.error("cooper: a build is running, so the content stays until the next prune");
        }
        return garbage.map(Garbage::bytes).orElse(0L);
    }
}
